export interface BucketLimit {
  /** The most requests at once. */
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Forgotten when there are more: a stranger with many addresses must not fill the memory. */
const MAX_BUCKETS = 10_000;

/** Token buckets by key (client address and kind of route). The clock is given with each call, epoch ms. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one token. False when the key has none left. */
  take(key: string, limit: BucketLimit, now: number): boolean {
    const bucket = this.#buckets.get(key) ?? { tokens: limit.burst, at: now };
    const refill = (Math.max(0, now - bucket.at) / 1000) * limit.perSecond;
    bucket.tokens = Math.min(limit.burst, bucket.tokens + refill);
    bucket.at = now;
    // the oldest used ones are first
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_BUCKETS) {
      const oldest = this.#buckets.keys().next().value;
      if (oldest !== undefined) {
        this.#buckets.delete(oldest);
      }
    }
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }
}
