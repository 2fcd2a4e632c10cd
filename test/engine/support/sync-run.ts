import type { Engine } from '../../../src/engine';
import type { SyncRun } from '../../../src/shared/model/sync';
import { eventually } from './eventually';

/** Waits until a run has ended, however it did. */
export function runEnded(sync: Pick<Engine['sync'], 'run'>, runId: string, limitMs = 60_000): Promise<SyncRun> {
  return eventually(
    `run ${runId} ended`,
    async () => {
      const run = await sync.run({ id: runId });
      return run.status === 'running' ? null : run;
    },
    limitMs,
  );
}

/** Runs a sync to its end. */
export async function runSync(
  sync: Pick<Engine['sync'], 'run' | 'start'>,
  kind: 'full' | 'incremental',
): Promise<SyncRun> {
  const { runId } = await sync.start({ kind });
  return runEnded(sync, runId);
}
