import { type AppendedEvent, LogRefusal, type LogRefusalReason, type NewLogEvent } from './relay-log';

/** Outcome of one entry of a batch. */
export type AppendOutcome = AppendedEvent | { readonly refusal: LogRefusalReason; readonly message: string };

export interface CommitQueueOptions {
  /** How many batches may be under way at once. With more than one, appends that do not wait for each other have no order. */
  readonly concurrency: number;
  /** An append that is not durable by then is refused. */
  readonly appendDeadlineMs: number;
  /** Appends are refused while more entries than this wait for their commit. */
  readonly maxQueueLength: number;
  /** Commits a batch and gives one outcome for each entry. Never rejects. */
  write(events: readonly NewLogEvent[]): Promise<AppendOutcome[]>;
  /** Told after each commit with the workspaces that got something new. */
  onCommit(workspaceIds: readonly string[]): void;
}

interface WaitingAppend {
  readonly events: readonly NewLogEvent[];
  readonly resolve: (result: AppendedEvent[]) => void;
  readonly reject: (error: LogRefusal) => void;
  readonly timer: NodeJS.Timeout;
}

/** More does not help: the commit's cost is shared by then, and the answer of the first one is held up. */
const MAX_BATCH = 500;
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
const MAX_QUEUE_BYTES = 64 * 1024 * 1024;

/**
 * Group commit: while batches are being committed the next one gathers here, and each caller is answered after the commit that
 * contains its entries. Batches are made in the order of asking; one append is never divided over two commits.
 */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  #waiting: WaitingAppend[] = [];
  #length = 0;
  #bytes = 0;
  readonly #committing = new Set<Promise<void>>();

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /** Entries that wait for their commit, those under way included. */
  get length(): number {
    return this.#length;
  }

  /** Whether nothing more can be taken at the moment. */
  get isFull(): boolean {
    return this.#length >= this.#options.maxQueueLength || this.#bytes >= MAX_QUEUE_BYTES;
  }

  /** Resolves after the commit; rejects with LogRefusal. */
  append(events: readonly NewLogEvent[]): Promise<AppendedEvent[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(waiting);
        reject(new LogRefusal('deadline', 'The event could not be stored in time.'));
      }, this.#options.appendDeadlineMs);
      const waiting: WaitingAppend = { events, resolve, reject, timer };
      this.#waiting.push(waiting);
      this.#length += events.length;
      this.#bytes += bytesOf(events);
      this.#commitSoon();
    });
  }

  /** Resolves when everything that waits has its outcome. */
  async drain(): Promise<void> {
    while (this.#committing.size > 0) {
      await Promise.all(this.#committing);
    }
  }

  #forget(waiting: WaitingAppend): void {
    const index = this.#waiting.indexOf(waiting);
    if (index >= 0) {
      this.#waiting.splice(index, 1);
      this.#release([waiting]);
    }
  }

  #release(appends: readonly WaitingAppend[]): void {
    for (const { events } of appends) {
      this.#length -= events.length;
      this.#bytes -= bytesOf(events);
    }
  }

  #commitSoon(): void {
    if (this.#committing.size < this.#options.concurrency) {
      const committing = this.#commitWaiting().finally(() => {
        this.#committing.delete(committing);
        if (this.#waiting.length > 0) {
          this.#commitSoon();
        }
      });
      this.#committing.add(committing);
    }
  }

  async #commitWaiting(): Promise<void> {
    // one turn of the loop, so that requests that arrived together share the first commit
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      const events = batch.flatMap((waiting) => waiting.events);
      const outcomes = await this.#options.write(events);
      this.#release(batch);
      this.#answer(batch, outcomes);
      const fresh = outcomes.flatMap((outcome, index) =>
        'seq' in outcome && !outcome.isDuplicate ? [events[index]?.workspaceId ?? ''] : [],
      );
      if (fresh.length > 0) {
        this.#options.onCommit([...new Set(fresh)]);
      }
    }
  }

  /** The oldest appends up to the batch size; one append is never divided. */
  #takeBatch(): WaitingAppend[] {
    let count = 0;
    let size = 0;
    let bytes = 0;
    for (const waiting of this.#waiting) {
      size += waiting.events.length;
      bytes += bytesOf(waiting.events);
      if (count > 0 && (size > MAX_BATCH || bytes > MAX_BATCH_BYTES)) {
        break;
      }
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  #answer(batch: readonly WaitingAppend[], outcomes: readonly AppendOutcome[]): void {
    let offset = 0;
    for (const { events, resolve, reject, timer } of batch) {
      clearTimeout(timer);
      const own = outcomes.slice(offset, offset + events.length);
      offset += events.length;
      const refused = own.find((outcome) => 'refusal' in outcome);
      if (refused !== undefined) {
        reject(new LogRefusal(refused.refusal, refused.message));
      } else {
        resolve(own.filter((outcome) => 'seq' in outcome));
      }
    }
  }
}

function bytesOf(events: readonly NewLogEvent[]): number {
  return events.reduce((sum, event) => sum + event.body.byteLength, 0);
}
