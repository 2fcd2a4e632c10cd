import { setImmediate as nextTurn } from 'node:timers/promises';
import { RelayError } from '../relay/relay-error';
import { createMetaRepository } from '../storage/meta-repository';
import { inTransaction } from '../storage/storage';
import type { WorkspaceChangeRepository } from '../storage/workspace-change-repository';
import type { SharedChanges } from './shared-changes';
import { noTeamEffects, type TeamDeps } from './team-types';

/** The workspace whose log the positions here speak of, and the one whose newest values were all read. */
const workspaceKey = 'team/workspace';
const caughtUpKey = 'team/caughtUp';
const pageSize = 500;
/** One slice holds the main loop no longer than this. */
const sliceMs = 4;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * Reads the newest entry of every key where the log alone does not tell it all: on a new console, and on one that was
 * away for longer than entries are kept. It goes on beside the log, whose entries are newer or the same. A value that
 * stands behind an own change which is still to be told is read again when that was told.
 */
export function createCatchUp(
  deps: TeamDeps & {
    changes: WorkspaceChangeRepository;
    shared: Pick<SharedChanges, 'take' | 'publish'>;
    /** Everything that the others shared is here. */
    onCaughtUp(): void;
  },
) {
  const { changes, clock, logger, relay, shared, storage, workspaceId } = deps;
  const meta = createMetaRepository(storage);
  let isStopped = true;
  let running: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let failures = 0;
  let isWaitingForTelling = false;
  /** Counts how often the log was lost: what was read before says nothing then. */
  let losses = 0;

  /** One transaction of a page; gives the index of the next entry. */
  const takeSlice = (page: Awaited<ReturnType<NonNullable<typeof relay>['latest']>>, from: number) => {
    const effects = noTeamEffects();
    let next = from;
    inTransaction(storage, () => {
      const startedAt = performance.now();
      while (next < page.length && performance.now() - startedAt < sliceMs) {
        const entry = page[next];
        if (entry?.source === 'console') shared.take(entry, effects);
        next += 1;
      }
    });
    shared.publish(effects);
    return { next, hasSkipped: effects.hasSkipped };
  };
  const readAll = async (): Promise<void> => {
    const begunAt = losses;
    const isOver = () => isStopped || losses !== begunAt;
    let hasSkipped = false;
    let after = 0;
    while (relay !== null) {
      const page = await relay.latest({ prefix: '', after, limit: pageSize });
      const last = page.at(-1);
      if (isOver()) return;
      if (last === undefined) break;
      for (let next = 0; next < page.length; ) {
        const slice = takeSlice(page, next);
        next = slice.next;
        hasSkipped ||= slice.hasSkipped;
        await nextTurn();
        if (isOver()) return;
      }
      after = last.seq;
    }
    if (!hasSkipped) {
      meta.set(caughtUpKey, workspaceId);
      deps.onCaughtUp();
    } else isWaitingForTelling = changes.waiting(1).length > 0;
  };
  const run = (): void => {
    if (isStopped || running !== null || isWaitingForTelling || cancelTimer !== null) return;
    if (relay === null || meta.get(caughtUpKey) === workspaceId) return;
    running = readAll()
      .then(() => {
        failures = 0;
      })
      .catch((error: unknown) => {
        if (!(error instanceof RelayError)) logger.error('shared values could not be read', { error });
        const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));
        failures += 1;
        cancelTimer = clock.after(Math.round(waitMs * (0.8 + 0.4 * deps.random())), () => {
          cancelTimer = null;
          run();
        });
      })
      .finally(() => {
        running = null;
        run();
      });
  };
  const wake = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    failures = 0;
    run();
  };

  return {
    start(): void {
      isStopped = false;
      if (relay === null) return;
      inTransaction(storage, () => {
        const known = meta.get(workspaceKey);
        if (known === workspaceId) return;
        if (known !== null) changes.forgetPositions();
        meta.delete(caughtUpKey);
        meta.set(workspaceKey, workspaceId);
      });
      wake();
    },
    wake,
    /** True when everything that others shared before is here; without a relay there are no others. */
    isDone: (): boolean => relay === null || meta.get(caughtUpKey) === workspaceId,
    /** Nothing of this console's own is to be told any more. */
    onAllTold(): void {
      isWaitingForTelling = false;
      run();
    },
    /** Inside a transaction. A log that ends before where this console was begins its positions anew. */
    noteLogLost(reason: 'expired' | 'cursorAhead'): void {
      losses += 1;
      meta.delete(caughtUpKey);
      if (reason === 'cursorAhead') changes.forgetPositions();
    },
    async stop(): Promise<void> {
      isStopped = true;
      cancelTimer?.();
      cancelTimer = null;
      await running;
    },
  };
}
export type CatchUp = ReturnType<typeof createCatchUp>;
