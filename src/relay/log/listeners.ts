/** Who listens to something; one that throws does not keep the others from hearing it. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #listeners = new Set<(...args: Args) => void>();
  readonly #onTrouble: (message: string) => void;

  constructor(onTrouble: (message: string) => void) {
    this.#onTrouble = onTrouble;
  }

  /** Returns the unsubscribe function. */
  add(listener: (...args: Args) => void): () => void {
    // an entry of its own for each subscription, also of the same function
    const entry = (...args: Args): void => listener(...args);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  tell(...args: Args): void {
    for (const listener of this.#listeners) {
      try {
        listener(...args);
      } catch (error) {
        this.#onTrouble(`a listener of the log failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
