/** The oldest go when there are more: a stranger who asks for many must not fill the memory. */
const MAX_ENTRIES = 10_000;

/**
 * Keeps what was read for a short while, also that there is nothing, and lets those who ask at once wait for one reading. What could
 * not be read is not kept.
 */
export class ShortCache<Value> {
  readonly #entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  readonly #keptMs: number;
  readonly #load: (key: string) => Promise<Value>;

  constructor(keptMs: number, load: (key: string) => Promise<Value>) {
    this.#keptMs = keptMs;
    this.#load = load;
  }

  get(key: string): Promise<Value> {
    // real time: how long something is kept is no matter of the clock that stamps events
    const now = performance.now();
    const known = this.#entries.get(key);
    if (known !== undefined && known.until > now) return known.value;
    const value = this.#load(key);
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: now + this.#keptMs });
    value.catch(() => {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
    });
    if (this.#entries.size > MAX_ENTRIES) {
      const oldest = this.#entries.keys().next().value;
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
