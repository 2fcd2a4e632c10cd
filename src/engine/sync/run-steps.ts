import { type SyncStep, syncStepSchema } from '../../shared/model/sync';
import { inTransaction } from '../storage/storage';
import { pullChangedCompanies, pullEveryCompany } from './company-changes';
import { createContactWriter } from './contact-writer';
import { prepareDefinitions } from './definitions-step';
import { writeContacts } from './fields/contact-writes';
import { pullAllContacts, removeUnseen } from './full-pull';
import { pullChangedContacts } from './incremental-pull';
import { announceStopped } from './property-definitions';
import { isReconcileDue, noteReconciled, reconcileContacts } from './reconcile';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';
import { writeLineProperties } from './write-back';

const order = syncStepSchema.options;

/**
 * Runs the steps of a sync in their order, from the one that an earlier process had reached. Each step may be repeated;
 * `contacts` goes on from its own checkpoint. Definitions are read again after a restart, they may have changed.
 */
export async function runSteps(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker): Promise<void> {
  const reached = order.indexOf(tracker.step);
  const isAhead = (step: SyncStep) => order.indexOf(step) >= reached;
  const isFull = tracker.run.kind === 'full';

  const resumedAt = tracker.step;
  // A run that had come further keeps its place in the history until that step goes on.
  if (resumedAt === 'properties') tracker.enter('properties', null);
  const { mismatches, isRead } = await prepareDefinitions(deps, stores, tracker);
  if (resumedAt === 'properties') {
    inTransaction(deps.storage, () => {
      announceStopped(stores, tracker);
      for (const mismatch of mismatches) {
        tracker.fail({
          recordKind: 'property',
          recordId: mismatch.name,
          recordName: mismatch.name,
          problem: {
            code: 'HUBSPOT_VALUE_REFUSED',
            params: {
              property: mismatch.name,
              reason: 'TYPE_MISMATCH',
              expected: mismatch.expected,
              found: mismatch.found,
            },
          },
          property: mismatch.name,
          valueSent: mismatch.expected,
          valueHeld: mismatch.found,
          correlationId: null,
          attempts: 1,
        });
      }
    });
  }

  const writer = createContactWriter(deps, stores);
  if (isFull && isAhead('contacts')) await pullAllContacts(deps, stores, writer, tracker);
  if (isFull && isAhead('deletions')) {
    await removeUnseen(deps, stores, tracker);
    noteReconciled(stores, deps.clock.now());
  }
  if (!isFull && isAhead('contacts')) await pullChangedContacts(deps, stores, writer, tracker);
  if (!isFull && isAhead('deletions') && isReconcileDue(deps, stores, isRead)) {
    await reconcileContacts(deps, stores, writer, tracker);
  }
  if (isAhead('companies')) await (isFull ? pullEveryCompany : pullChangedCompanies)(deps, stores, tracker);
  const others = [
    ['lists', deps.syncLists],
    ['groups', deps.syncGroups],
    ['friends', deps.refreshFriends],
  ] as const;
  for (const [step, run] of others) {
    if (!isAhead(step)) continue;
    tracker.enter(step, null);
    await run({
      run: tracker.run,
      call: tracker.call,
      signal: tracker.abort.signal,
      onProgress: (done, total) => tracker.moveTo(done, total),
      fail: (error) => inTransaction(deps.storage, () => tracker.fail(error)),
    });
  }
  if (isAhead('contactWrites')) await writeContacts(deps, stores, tracker);
  await writeLineProperties(deps, stores, tracker, new Set(mismatches.map((mismatch) => mismatch.name)));
  tracker.save();
}
