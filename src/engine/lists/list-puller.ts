import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import { HubSpotError } from '../hubspot';
import { inTransaction } from '../storage/storage';
import { noteGone } from './find-lists';
import { type ListsDeps, listScope, type PullContext } from './lists-types';
import { countMembers, dropOrphans, needsPull, type PullDeps, pullMembers } from './member-pull';

const staleEveryMs = 1_000;
const countPatienceMs = 400;
/** Counting again may take at most one part in so many of the time. */
const countRestFactor = 20;
const retryMs = 60_000;

/**
 * Reads members, one reading of a list at a time whoever asks for it, and keeps the counts of the screen true. What was
 * chosen and not read yet, or was cut off, is read in the background: idle -> reading -> idle; a failure waits a minute.
 */
export function createListPuller(deps: ListsDeps, parts: PullDeps) {
  const { clock, events, logger } = deps;
  const { lists } = parts;
  /** Ended by a stop and by an interruption; what begins later has another one. */
  let work = new AbortController();
  let isStopped = false;
  const underWay = new Map<string, Promise<unknown>>();
  let background: Promise<void> | null = null;
  let isAskedAgain = false;
  let cancelTimer: (() => void) | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  let counting: Promise<void> | null = null;
  let countAgainAt = Number.NEGATIVE_INFINITY;

  const tell = (isLast: boolean): void => {
    if (!isLast && clock.now() - toldAt < staleEveryMs) return;
    toldAt = clock.now();
    events.emit({ type: 'stale', topics: isLast ? ['lists', 'contacts'] : ['lists'] });
  };

  const pullOne = async (id: string, context: PullContext): Promise<void> => {
    try {
      const onPage: PullContext['onPage'] = (done, total) => {
        context.onPage(done, total);
        tell(false);
      };
      await pullMembers(parts, id, { ...context, onPage });
    } catch (error) {
      if (error instanceof HubSpotError && error.status === 404)
        inTransaction(parts.storage, () => noteGone(lists, id));
      else if (error instanceof LumoError && !context.signal.aborted) lists.setProblem(id, toProblem(error));
      throw error;
    } finally {
      tell(true);
    }
  };

  /** Reads a list if it needs that; waits for one who is at it. */
  const pull = async (id: string, context: PullContext): Promise<void> => {
    for (let other = underWay.get(id); other !== undefined; other = underWay.get(id)) {
      await Promise.race([other.catch(() => undefined), aborted(context.signal)]);
    }
    if (!needsPull(lists.pull(id))) return;
    const reading = pullOne(id, context);
    underWay.set(id, reading);
    try {
      await reading;
    } finally {
      underWay.delete(id);
    }
  };

  const readWaiting = async (): Promise<void> => {
    const { signal } = work;
    const context = { call: { lane: 'backfill', signal } as const, signal, onPage: () => undefined };
    const canRead = deps.isConnected() && deps.hasScope(listScope);
    for (const id of canRead ? lists.syncedIds() : []) {
      const list = lists.pull(id);
      const isWaiting = list !== null && (list.pullStamp !== null || list.membersAt === null);
      if (isWaiting) await pull(id, context);
    }
    await dropOrphans(parts, signal);
  };

  const run = (): void => {
    if (isStopped) return;
    if (background !== null) {
      isAskedAgain = true;
      return;
    }
    cancelTimer?.();
    cancelTimer = null;
    isAskedAgain = false;
    const { signal } = work;
    background = readWaiting()
      .catch((error: unknown) => {
        if (isStopped || signal.aborted) return;
        logger.warn('members of a list could not be read', { error });
        cancelTimer = clock.after(retryMs, run);
      })
      .finally(() => {
        background = null;
        if (isAskedAgain && !isStopped) run();
      });
  };

  return {
    pull,
    /** Reads in the background what was chosen and is not read yet, and drops what was given up. */
    run,
    /** Counts again, in the background where it takes longer than a moment: contacts and links change by themselves. */
    async refreshCounts(): Promise<void> {
      if (counting === null && clock.now() >= countAgainAt) {
        const startedAt = clock.now();
        const before = JSON.stringify(lists.all());
        const { signal } = work;
        counting = (async () => {
          for (const id of lists.syncedIds()) await countMembers(parts, id, signal);
          countAgainAt = clock.now() + countRestFactor * Math.max(1, clock.now() - startedAt);
          if (clock.now() - startedAt > countPatienceMs && JSON.stringify(lists.all()) !== before) tell(true);
        })()
          .catch((error: unknown) => {
            if (!signal.aborted) logger.warn('could not count the members of lists', { error });
          })
          .finally(() => {
            counting = null;
          });
      }
      if (counting !== null)
        await Promise.race([counting, new Promise<void>((done) => clock.after(countPatienceMs, done))]);
    },
    /** Ends what is under way and resolves when it has ended; what is asked for later begins again. */
    async interrupt(): Promise<void> {
      work.abort(new Error('interrupted'));
      cancelTimer?.();
      cancelTimer = null;
      await background;
      await Promise.allSettled(underWay.values());
      await counting;
      work = new AbortController();
    },
    async stop(): Promise<void> {
      isStopped = true;
      await this.interrupt();
    },
    /** The signal of work that a person asks for. */
    signal: (): AbortSignal => work.signal,
  };
}
export type ListPuller = ReturnType<typeof createListPuller>;

/** Rejects with the signal's reason when it is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
