import { toProblem } from '../../shared/errors/lumo-error';
import type { Clock } from '../core/clock';
import type { Ids } from '../core/ids';
import type { Logger } from '../core/logger';
import { createJobRepository } from '../storage/job-repository';
import type { Storage } from '../storage/storage';

/** One kind of recurring work. */
export interface RecurringJob {
  kind: string;
  everyMs: number;
  run: () => Promise<void>;
}

interface RunnerDeps {
  storage: Storage;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  jobs: readonly RecurringJob[];
}

const retryMs = 10 * 60_000;
const lookEveryMs = 60_000;

/**
 * Runs recurring work one after the other; the job table is the truth of what is due. waiting -> running -> waiting at
 * the next time. Work that was due while the app was closed is made up for once; work that a crash cut off starts anew.
 */
export function createJobRunner({ storage, clock, ids, logger, jobs }: RunnerDeps) {
  const table = createJobRepository(storage);
  let cancelTimer: (() => void) | null = null;
  let working: Promise<void> | null = null;
  let isOn = false;

  const runDue = async (): Promise<void> => {
    for (let due = table.due(clock.now()); due !== null && isOn; due = table.due(clock.now())) {
      const job = jobs.find((known) => known.kind === due?.kind);
      if (job === undefined) {
        table.remove(due.id);
        continue;
      }
      table.claim(due.id);
      try {
        await job.run();
        table.putOff(due.id, clock.now() + job.everyMs, null);
      } catch (error) {
        logger.warn('recurring work failed', { kind: job.kind, error });
        if (storage.open) table.putOff(due.id, clock.now() + retryMs, toProblem(error));
      }
    }
  };

  const look = (): void => {
    cancelTimer?.();
    if (!isOn) return;
    cancelTimer = clock.after(lookEveryMs, look);
    if (working !== null) return;
    working = runDue()
      .catch((error: unknown) => logger.error('the job table cannot be used', { error }))
      .finally(() => {
        working = null;
      });
  };

  return {
    start(): void {
      isOn = true;
      table.recover();
      const at = clock.now();
      for (const { kind, everyMs } of jobs) {
        table.add({ id: ids.ulid(), kind, dedupeKey: kind, payload: null, runAt: at + everyMs, at });
      }
      look();
    },
    look,
    /** Waits for the work under way. */
    async stop(): Promise<void> {
      isOn = false;
      cancelTimer?.();
      await working;
    },
  };
}
