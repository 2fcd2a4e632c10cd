import { z } from 'zod';
import type { SyncRun } from '../../shared/model/sync';
import type { SyncStores } from './sync-stores';

const checkpointName = 'runAccounts';
const checkpointSchema = z.object({
  runId: z.string(),
  accounts: z.array(z.string()).nullable(),
  /** When the last run began that wrote for all Official Accounts, and for single ones since. */
  allAt: z.number(),
  lastAt: z.record(z.string(), z.number()),
});

/** Remembers for which Official Accounts (bot user ids; null = all) a run writes. Inside the caller's transaction. */
export function noteRunAccounts(
  stores: SyncStores,
  run: SyncRun,
  accounts: readonly string[] | null,
  at: number,
): void {
  if (run.kind !== 'full' && run.kind !== 'incremental') return;
  const held = stores.checkpoints.get(checkpointName, checkpointSchema);
  const startedAt = run.startedAt;
  const value =
    accounts === null
      ? { runId: run.id, accounts: null, allAt: startedAt, lastAt: {} }
      : {
          runId: run.id,
          accounts: [...accounts],
          allAt: held?.allAt ?? 0,
          lastAt: { ...held?.lastAt, ...Object.fromEntries(accounts.map((id) => [id, startedAt])) },
        };
  stores.checkpoints.set(checkpointName, value, at);
}

/** The Official Accounts that a run which goes on writes for; null = all. */
export function accountsOfRun(stores: SyncStores, run: SyncRun): readonly string[] | null {
  const held = stores.checkpoints.get(checkpointName, checkpointSchema);
  return held?.runId === run.id ? held.accounts : null;
}

/** When the last run began that wrote for this Official Account; null = none is known of. */
export function lastRunOf(stores: SyncStores, botUserId: string): number | null {
  const held = stores.checkpoints.get(checkpointName, checkpointSchema);
  if (held === null) return stores.runs.last(null)?.startedAt ?? null;
  return Math.max(held.allAt, held.lastAt[botUserId] ?? 0);
}
