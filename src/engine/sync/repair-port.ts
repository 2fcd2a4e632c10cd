import { LumoError } from '../../shared/errors/lumo-error';
import { type SyncRunId, syncRunIdSchema } from '../../shared/model/ids';
import { contactType } from './contact-properties';
import { editField, readOnlyReason } from './fields/edit-field';
import { createRepairWork, noteRepair, type RepairChoice } from './repair-run';
import type { SyncDeps } from './sync-deps';
import type { SyncRunner } from './sync-runner';
import type { SyncStores } from './sync-stores';

/** What the repair bench does with refused records. */
export interface RepairPort {
  /** Sends records again, as a run of its own. @throws LumoError SYNC_ALREADY_RUNNING, HUBSPOT_NOT_CONNECTED */
  retry(choice: RepairChoice): SyncRunId;
  /** True where a person may set the property in Lumo. */
  canEdit(propertyName: string): boolean;
  /**
   * Sets a value in Lumo and sends it: by a run of its own, or by the one that is under way.
   * @throws LumoError HUBSPOT_NOT_CONNECTED, NOT_FOUND; VALUE_INVALID and its kin, before anything is changed
   */
  fix(field: { problemId: number; contactId: string; propertyName: string; value: string }): SyncRunId;
}

/** Refused records again, through the same writers as every run. */
export function createRepairPort(deps: SyncDeps, stores: SyncStores, runner: SyncRunner): RepairPort {
  runner.handle('repair', createRepairWork(deps, stores));

  const retry = (choice: RepairChoice): SyncRunId =>
    runner.start('repair', 'person', { onStart: (runId) => noteRepair(stores, runId, choice, deps.clock.now()) });

  return {
    retry,
    canEdit(propertyName) {
      const item = stores.items.get(propertyName);
      return item !== null && readOnlyReason(item, stores.properties.get(contactType, propertyName)) === null;
    },
    fix({ problemId, contactId, propertyName, value }) {
      if (!deps.isConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED');
      editField(deps, stores, { contactId, propertyName, value: value === '' ? null : value, isBackward: false });
      try {
        return retry({ problemIds: [problemId], records: [{ kind: 'contact', id: contactId }] });
      } catch (error) {
        // The run under way writes what is open at its end.
        const runId = error instanceof LumoError && error.code === 'SYNC_ALREADY_RUNNING' ? error.params.runId : null;
        if (typeof runId !== 'string') throw error;
        return syncRunIdSchema.parse(runId);
      }
    },
  };
}
