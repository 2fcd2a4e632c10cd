import { WORKSPACE_CHANGE_KIND } from '../../shared/relay-protocol';
import { RelayError } from '../relay/relay-error';
import { inTransaction } from '../storage/storage';
import type { WaitingChange, WorkspaceChangeRepository } from '../storage/workspace-change-repository';
import type { TeamDeps } from './team-types';

const batchSize = 100;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

export interface ChangeTeller {
  start(): void;
  /** Something waits. Cheap to call often. */
  kick(): void;
  /** The network is back: the wait for the next try ends. */
  wake(): void;
  /** Ends when no call is under way; what waits is told at the next start. */
  stop(): Promise<void>;
}

/**
 * Tells the workspace's log what was changed here, in the order in which it was done, for as long as it takes. The log
 * takes each id once, so that a lost answer or a kill in between tells nothing twice.
 */
export function createChangeTeller(
  deps: Pick<TeamDeps, 'storage' | 'relay' | 'clock' | 'random' | 'logger'> & {
    changes: WorkspaceChangeRepository;
    settle(change: WaitingChange, seq: number): void;
    /** Nothing waits any more. */
    onAllTold(): void;
  },
): ChangeTeller {
  const { changes, clock, logger, relay, storage } = deps;
  let isStopped = true;
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  let cancelTimer: (() => void) | null = null;
  let failures = 0;

  const append = async (batch: readonly WaitingChange[]): Promise<void> => {
    if (relay === null) return;
    const results = await relay.append(
      batch.map(({ id, changeKey, body }) => ({
        id,
        kind: WORKSPACE_CHANGE_KIND,
        key: changeKey,
        body: JSON.parse(body),
      })),
    );
    inTransaction(storage, () => {
      for (const [index, change] of batch.entries()) {
        const seq = results[index]?.seq;
        if (seq !== undefined) deps.settle(change, seq);
      }
    });
  };
  /** One that the relay will never take must not hold up the others: it stays as it is on this console alone. */
  const appendOneByOne = async (batch: readonly WaitingChange[]): Promise<void> => {
    for (const change of batch) {
      try {
        await append([change]);
      } catch (error) {
        if (!isMalformed(error)) throw error;
        logger.error('the relay does not take a change', { changeKey: change.changeKey, error });
        inTransaction(storage, () => changes.drop(change.id));
      }
    }
  };
  const tellAll = async (): Promise<void> => {
    for (;;) {
      const batch = changes.waiting(batchSize);
      if (isStopped) return;
      if (batch.length === 0) {
        deps.onAllTold();
        return;
      }
      try {
        await append(batch);
      } catch (error) {
        if (!isMalformed(error)) throw error;
        await appendOneByOne(batch);
      }
      failures = 0;
    }
  };
  const retryLater = (error: unknown): void => {
    if (!(error instanceof RelayError)) logger.error('changes could not be told', { error });
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));
    failures += 1;
    cancelTimer = clock.after(Math.round(waitMs * (0.8 + 0.4 * deps.random())), () => {
      cancelTimer = null;
      run();
    });
  };
  const run = (): void => {
    if (isStopped || relay === null || cancelTimer !== null) return;
    if (running !== null) {
      isAskedAgain = true;
      return;
    }
    isAskedAgain = false;
    // not before whatever transaction the change belongs to has ended
    running = Promise.resolve()
      .then(tellAll)
      .catch(retryLater)
      .finally(() => {
        running = null;
        if (isAskedAgain) run();
      });
  };
  const wake = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    failures = 0;
    run();
  };
  return {
    start() {
      isStopped = false;
      wake();
    },
    kick: run,
    wake,
    async stop() {
      isStopped = true;
      cancelTimer?.();
      cancelTimer = null;
      while (running !== null) await running;
    },
  };
}

function isMalformed(error: unknown): boolean {
  return error instanceof RelayError && error.trouble === 'rejected' && error.detail === 'REQUEST_MALFORMED';
}
