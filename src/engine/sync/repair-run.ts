import { z } from 'zod';
import type { SyncRunId } from '../../shared/model/ids';
import type { SyncRunError } from '../../shared/model/sync';
import { inTransaction } from '../storage/storage';
import { breathe } from './breathe';
import { prepareDefinitions } from './definitions-step';
import { pushFields } from './fields/push-fields';
import type { SyncDeps } from './sync-deps';
import type { RunWork } from './sync-runner';
import type { SyncStores } from './sync-stores';
import { writeLineProperties } from './write-back';

const checkpointName = 'repair';
const chosenSchema = z.object({
  runId: z.string(),
  problemIds: z.array(z.number()),
  contactIds: z.array(z.string()),
  kinds: z.array(z.string()),
});

/** What a repair run works on: problems of the repair bench, and the records behind them. */
export interface RepairChoice {
  problemIds: readonly number[];
  records: readonly { kind: SyncRunError['recordKind']; id: string }[];
}

/** Notes what the run is to try again, so that it goes on after a kill. Inside the transaction that makes the run. */
export function noteRepair(stores: SyncStores, runId: SyncRunId, choice: RepairChoice, at: number): void {
  const ids = choice.records.filter((record) => record.kind === 'contact').map((record) => record.id);
  const contactIds = [...new Set(ids)].sort();
  const kinds = [...new Set(choice.records.map((record) => record.kind))];
  stores.checkpoints.set(checkpointName, { runId, problemIds: choice.problemIds, contactIds, kinds }, at);
}

/**
 * Sends refused records again: definitions are read anew, because options and types may have been mended in HubSpot, then
 * fields and LINE properties of the chosen contacts are written, and contacts of friends made. A problem that does not come back is closed.
 */
export function createRepairWork(deps: SyncDeps, stores: SyncStores): RunWork {
  return async (tracker) => {
    const chosen = stores.checkpoints.get(checkpointName, chosenSchema);
    if (chosen === null || chosen.runId !== tracker.run.id) return;
    tracker.enter('properties', null);
    const { mismatches } = await prepareDefinitions(deps, stores, tracker);
    const unusable = new Set(mismatches.map((mismatch) => mismatch.name));
    const has = (kind: string) => chosen.kinds.includes(kind);
    const others = [
      ['lists', has('list'), deps.syncLists],
      ['groups', has('group') || has('company'), deps.syncGroups],
      ['friends', has('friend'), deps.makeContacts],
    ] as const;
    for (const [step, isChosen, run] of others) {
      if (!isChosen) continue;
      tracker.enter(step, null);
      await run({
        run: tracker.run,
        call: tracker.call,
        signal: tracker.abort.signal,
        onProgress: (done, total) => tracker.moveTo(done, total),
        fail: (error) => inTransaction(deps.storage, () => tracker.fail(error)),
      });
    }
    tracker.enter('contactWrites', chosen.contactIds.length);
    for (let from = 0; from < chosen.contactIds.length; from += 100) {
      tracker.abort.signal.throwIfAborted();
      const batch = chosen.contactIds.slice(from, from + 100);
      const excluded = stores.exclusions.among('contact', batch);
      const ids = batch.filter((id) => !excluded.has(id));
      await pushFields(deps, stores, ids, { call: tracker.call, tracker });
      tracker.advance(batch.length);
    }
    const after = (contactId: string, limit: number) =>
      chosen.contactIds.filter((id) => id > contactId).slice(0, limit);
    await writeLineProperties(deps, stores, tracker, unusable, after);
    await closePassed(chosen);
    stores.checkpoints.delete(checkpointName);
  };

  async function closePassed({ problemIds, runId }: z.infer<typeof chosenSchema>): Promise<void> {
    for (let from = 0; from < problemIds.length; from += 500) {
      inTransaction(deps.storage, () => {
        for (const id of problemIds.slice(from, from + 500)) {
          // A property of another type is no record that can be sent: it passes when its definition does.
          const problem = stores.problems.get(id);
          if (problem?.recordKind !== 'property') stores.problems.closeUnlessIn(id, runId);
        }
      });
      await breathe();
    }
  }
}
