/** How many calls fit into how long. */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Token buckets, one for each key: short bursts up to the bucket's size, then steady refill (facts/line-api section 1.5). */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes one token; false when the bucket is empty. */
  take(key: string, limit: RateLimit): boolean {
    const at = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: limit.calls, filledAt: at };
    bucket.tokens = Math.min(
      limit.calls,
      bucket.tokens + (Math.max(0, at - bucket.filledAt) * limit.calls) / limit.perMs,
    );
    bucket.filledAt = at;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Fills every bucket. */
  clear(): void {
    this.#buckets.clear();
  }
}
