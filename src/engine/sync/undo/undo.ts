import { z } from 'zod';
import { LumoError, toProblem } from '../../../shared/errors/lumo-error';
import { type SyncRunId, syncRunIdSchema } from '../../../shared/model/ids';
import type { ServiceOf } from '../../engine-types';
import type { CrmRecord } from '../../hubspot';
import { inTransaction } from '../../storage/storage';
import { breathe } from '../breathe';
import { technicalProperties } from '../contact-properties';
import { editField } from '../fields/edit-field';
import { pushFields } from '../fields/push-fields';
import type { SyncDeps } from '../sync-deps';
import type { SyncRunTracker } from '../sync-run-tracker';
import type { SyncRunner } from '../sync-runner';
import type { SyncStores } from '../sync-stores';
import { assessUndo, type UndoStep, valueChanged } from './assess-undo';

const checkpointName = 'undo';
const planSchema = z.object({ runId: z.string(), ofRun: z.string(), contactIds: z.array(z.string()).nullable() });
type UndoPlan = z.infer<typeof planSchema>;

const atOnce = 100;
/** More changes that cannot be taken back are not listed one by one. */
const mostBlocked = 500;

/**
 * Takes the field writes of a run back, as a run of its own: every field whose value is still what the run left, here and
 * in HubSpot (which is asked first), is set back as if a person had typed the value before, and goes to HubSpot by its
 * rule. Begun anew after a kill it goes on: a field that has its value back is left alone.
 */
export function createUndo(
  deps: SyncDeps,
  stores: SyncStores,
  runner: SyncRunner,
): ServiceOf<'sync', 'undoPreview' | 'undo'> {
  runner.handle('undo', async (tracker) => {
    const plan = stores.checkpoints.get(checkpointName, planSchema);
    if (plan === null || plan.runId !== tracker.run.id) return;
    await takeBack(deps, stores, tracker, plan);
    stores.checkpoints.delete(checkpointName);
  });

  const requireRun = (runId: SyncRunId): void => {
    const run = stores.runs.get(runId);
    if (run === null) throw new LumoError('NOT_FOUND', { what: 'syncRun' });
    if (run.status === 'running') throw new LumoError('SYNC_ALREADY_RUNNING', { runId });
  };

  return {
    async undoPreview({ runId, contactIds }) {
      requireRun(syncRunIdSchema.parse(runId));
      const people = new Set<string>();
      const blocked: Awaited<ReturnType<ServiceOf<'sync', 'undoPreview'>['undoPreview']>>['blocked'] = [];
      let possible = 0;
      for await (const steps of stepsOf(stores, runId, contactIds)) {
        for (const { change, problem } of steps) {
          if (problem === null) {
            possible++;
            people.add(change.contactId);
          } else if (blocked.length < mostBlocked) blocked.push({ change, problem });
        }
      }
      return { possible, people: people.size, blocked };
    },
    async undo({ runId, contactIds }) {
      requireRun(syncRunIdSchema.parse(runId));
      const onStart = (id: SyncRunId): void => {
        const plan: UndoPlan = { runId: id, ofRun: runId, contactIds: contactIds === null ? null : [...contactIds] };
        stores.checkpoints.set(checkpointName, plan, deps.clock.now());
      };
      return { runId: runner.start('undo', 'person', { step: 'contactWrites', onStart }) };
    },
  };
}

/** What a run changed for the chosen people, newest first, a few at a time. */
async function* stepsOf(
  stores: SyncStores,
  runId: string,
  contactIds: readonly string[] | null,
): AsyncGenerator<UndoStep[]> {
  const chosen = contactIds === null ? null : new Set<string>(contactIds);
  let before: number | null = null;
  for (;;) {
    const changes = stores.changes.ofRun(runId, null, before, atOnce);
    if (changes.length === 0) return;
    before = changes.at(-1)?.id ?? 0;
    const steps = changes
      .filter((change) => chosen === null || chosen.has(change.contactId))
      .map((change) => assessUndo(stores, change))
      .filter((step) => step !== null);
    if (steps.length > 0) yield steps;
    await breathe();
  }
}

async function takeBack(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker, plan: UndoPlan): Promise<void> {
  const { people } = stores.changes.countRun(plan.ofRun, null);
  tracker.enter('contactWrites', people);
  const met = new Set<string>();
  for await (const steps of stepsOf(stores, plan.ofRun, plan.contactIds)) {
    tracker.abort.signal.throwIfAborted();
    const possible = steps.filter((step) => step.problem === null);
    const ids = [...new Set(possible.map((step) => step.change.contactId))];
    const names = [...new Set(possible.map((step) => step.change.propertyName))];
    const records =
      ids.length === 0
        ? []
        : await deps.hubSpot.changes.contacts(ids, [...technicalProperties, ...names], tracker.call);
    const byId = new Map(records.map((record) => [record.id, record]));
    const changed = new Set<string>();
    for (const step of possible) {
      if (setBack(deps, stores, tracker, step, byId.get(step.change.contactId))) changed.add(step.change.contactId);
    }
    // Also those that an earlier process set back without having written them.
    await pushFields(deps, stores, [...new Set(steps.map((step) => step.change.contactId))], {
      call: tracker.call,
      tracker,
    });
    inTransaction(deps.storage, () => {
      for (const { change } of steps) {
        if (met.has(change.contactId)) continue;
        met.add(change.contactId);
        tracker.counts.processed++;
        if (changed.has(change.contactId)) tracker.counts.changed++;
        else tracker.counts.skipped++;
      }
      tracker.save();
    });
    tracker.moveTo(met.size, Math.max(people, met.size));
    tracker.stale(['contacts', 'fields', 'search', 'history']);
  }
}

/** True when the field was set back. */
function setBack(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  { change, target, left }: UndoStep,
  record: CrmRecord | undefined,
): boolean {
  const { contactId, propertyName, contactName } = change;
  const there = record === undefined ? null : record.properties[propertyName] || null;
  const fail = (problem: ReturnType<typeof toProblem>): false => {
    inTransaction(deps.storage, () => {
      tracker.fail({
        recordKind: 'contact',
        recordId: contactId,
        recordName: contactName,
        problem,
        property: propertyName,
        valueSent: target,
        valueHeld: there,
        correlationId: null,
        attempts: 1,
      });
      tracker.save();
    });
    return false;
  };
  if (record === undefined || there !== left) return fail(valueChanged(propertyName));
  try {
    editField(deps, stores, { contactId, propertyName, value: target, isBackward: true }, { runId: tracker.run.id });
    return true;
  } catch (error) {
    if (!(error instanceof LumoError)) throw error;
    return fail(toProblem(error));
  }
}
