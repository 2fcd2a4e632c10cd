import type { NamedLease } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { RelayPort } from '../relay/relay-port';

/** Work that one console of the workspace does at a time. */
export interface SharedWork {
  /**
   * Runs the work while this console holds the lease of that name, and renews it meanwhile. The signal ends the work when the
   * lease is lost, or can no longer be known to be held. Without a relay there is nobody to share with: it is always held.
   * Gives the work's answer, or null when another console holds the lease.
   * @throws RelayError when the relay cannot be asked; whatever the work throws
   */
  withLease<Answer>(
    name: string,
    ttlMs: number,
    work: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<{ answer: Answer } | null>;
}

/** The relay takes nothing shorter. */
const shortestTtlMs = 1_000;
/** This part of the lease is given away: the relay's clock and this one do not run alike, and the work needs time to end. */
const safety = 0.1;

/** Makes {@link SharedWork} on the relay's named leases. */
export function createSharedWork(relay: Pick<RelayPort, 'lease' | 'release'> | null, clock: Clock): SharedWork {
  return {
    async withLease(name, ttlMs, work) {
      if (relay === null) return { answer: await work(new AbortController().signal) };
      const ttl = Math.max(shortestTtlMs, ttlMs);
      const askedAt = clock.now();
      const first = await relay.lease(name, ttl);
      if (first === null) return null;
      const held = holdLease(relay, clock, { name, ttl, first, askedAt });
      try {
        return { answer: await work(held.signal) };
      } finally {
        await held.end();
      }
    },
  };
}

/** Renews a lease until `end`. The lease lasts from when it was asked for, whenever the answer came. */
function holdLease(
  relay: Pick<RelayPort, 'lease' | 'release'>,
  clock: Clock,
  { name, ttl, first, askedAt }: { name: string; ttl: number; first: NamedLease; askedAt: number },
) {
  const abort = new AbortController();
  const lose = (): void => abort.abort(new Error(`the lease ${name} was lost`));
  let isOver = false;
  let cancelEnd: () => void = () => undefined;
  let cancelRenewal: () => void = () => undefined;
  let renewal: Promise<void> = Promise.resolve();

  const lastFrom = (from: number): void => {
    cancelEnd();
    cancelEnd = clock.after(Math.max(0, from + ttl * (1 - safety) - clock.now()), lose);
  };
  const renewSoon = (): void => {
    cancelRenewal = clock.after(Math.round(ttl / 3), () => {
      renewal = renew();
    });
  };
  const renew = async (): Promise<void> => {
    const from = clock.now();
    try {
      const next = await relay.lease(name, ttl);
      if (isOver || abort.signal.aborted) return;
      // another fence = it had ended, and somebody may have had it in between
      if (next === null || next.fence !== first.fence) lose();
      else lastFrom(from);
    } catch {
      // the relay may be back before the lease ends
    }
    if (!isOver && !abort.signal.aborted) renewSoon();
  };

  lastFrom(askedAt);
  renewSoon();
  return {
    signal: abort.signal,
    /** Gives it back, so that nobody waits for its end. */
    async end(): Promise<void> {
      isOver = true;
      cancelEnd();
      cancelRenewal();
      await renewal;
      await relay.release(name, first.fence).catch(() => false);
    },
  };
}
