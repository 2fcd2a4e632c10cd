import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import type { MetaRepository } from '../storage/meta-repository';

/** Set while a copy of the database may still hold a person who was erased. */
const staleKey = 'privacy/copiesStale';
/** A burst of erasures makes one new copy. */
const gatherMs = 30_000;
const retryMs = 10 * 60_000;

/** Takes people who were erased out of the backups too: one new copy replaces all others. Kept over a restart. */
export function createErasedCopies(deps: {
  meta: MetaRepository;
  clock: Clock;
  logger: Logger;
  /** Makes a new copy and removes the others. */
  replaceBackups: () => Promise<void>;
}) {
  const { meta, clock } = deps;
  let cancelTimer: (() => void) | null = null;
  let isStopped = true;
  let working: Promise<void> = Promise.resolve();

  const schedule = (waitMs: number): void => {
    if (isStopped || cancelTimer !== null) return;
    cancelTimer = clock.after(waitMs, () => {
      cancelTimer = null;
      working = replace();
    });
  };

  const replace = async (): Promise<void> => {
    const mark = meta.get(staleKey);
    if (mark === null || isStopped) return;
    try {
      await deps.replaceBackups();
      // Somebody who was erased meanwhile is in the new copy.
      if (meta.get(staleKey) === mark) meta.delete(staleKey);
      else schedule(gatherMs);
    } catch (error) {
      if (isStopped) return;
      deps.logger.warn('the backups still hold people who were erased; it is tried again', { error });
      schedule(retryMs);
    }
  };

  return {
    /** People are being erased. Answers at once, and may be part of a transaction. */
    note(): void {
      const times = Number(meta.get(staleKey)?.split('/')[1] ?? 0);
      meta.set(staleKey, `${clock.now()}/${times + 1}`);
      schedule(gatherMs);
    },
    /** Replaces now what {@link note} spoke of, without waiting for others. Where that fails it is tried again later. */
    async settle(): Promise<void> {
      await working;
      working = replace();
      await working;
    },
    start(): void {
      isStopped = false;
      if (meta.get(staleKey) !== null) schedule(gatherMs);
    },
    async stop(): Promise<void> {
      isStopped = true;
      cancelTimer?.();
      await working;
    },
  };
}
