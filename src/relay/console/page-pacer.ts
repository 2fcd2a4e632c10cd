const TURN_MS = 4;
const PAGES_PER_TURN = 2;

/**
 * Shares the event loop between consoles that catch up and webhooks that wait for their answer: at most `PAGES_PER_TURN` pages are
 * read and sent per `TURN_MS`. Without it twenty consoles that replay at once hold up webhook answers for a second
 * (relay-engine.md section 4).
 */
export class PagePacer {
  readonly #waiting = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;
  #pagesLeft = PAGES_PER_TURN;

  /** Runs the task now or in a later turn, in the order of asking. */
  run(task: () => void): void {
    this.#waiting.add(task);
    this.#drain();
  }

  /** Drops what waits. */
  stop(): void {
    this.#waiting.clear();
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  #drain(): void {
    for (const task of this.#waiting) {
      if (this.#pagesLeft === 0) {
        break;
      }
      this.#pagesLeft -= 1;
      this.#waiting.delete(task);
      task();
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#pagesLeft = PAGES_PER_TURN;
      if (this.#waiting.size > 0) {
        this.#drain();
      }
    }, TURN_MS);
  }
}
