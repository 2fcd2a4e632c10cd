import { LumoError } from '../../shared/errors/lumo-error';
import { syncRunIdSchema } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { ServiceOf } from '../engine-types';
import { createFieldChangeRepository } from '../storage/field-change-repository';
import type { Storage } from '../storage/storage';
import { createSyncRunRepository } from '../storage/sync-run-repository';
import { type ExportChoice, exportHistory } from './export-history';

/** The sync history as it is read (B9): from the own database alone, so that it needs no network. */
export interface History {
  service: ServiceOf<'sync', 'runs' | 'run' | 'runErrors' | 'runChanges' | 'timeline'>;
  /** Hands the history out as CSV, line by line, the head first. */
  export(choice: ExportChoice): AsyncIterable<string>;
}

/** Reads runs, their errors and their field changes. */
export function createHistory(deps: { storage: Storage; clock: Clock }): History {
  const runs = createSyncRunRepository(deps.storage);
  const changes = createFieldChangeRepository(deps.storage);

  return {
    service: {
      async runs({ before, limit, filter }) {
        const page = runs.page(before === null ? null : syncRunIdSchema.parse(before), limit + 1, filter);
        const rows = page.slice(0, limit);
        return { runs: rows, next: page.length > limit ? (rows.at(-1)?.id ?? null) : null, total: runs.count(filter) };
      },
      timeline: async ({ days, zoneOffsetMinutes }) => runs.days(days, zoneOffsetMinutes, deps.clock.now()),
      async run({ id }) {
        const run = runs.get(syncRunIdSchema.parse(id));
        if (run === null) throw new LumoError('NOT_FOUND', { what: 'syncRun' });
        return run;
      },
      async runErrors({ runId, code, after, limit }) {
        const id = syncRunIdSchema.parse(runId);
        const byCode = runs.errorCodes(id);
        const counted = code === null ? byCode : byCode.filter((entry) => entry.code === code);
        const total = counted.reduce((sum, entry) => sum + entry.count, 0);
        return { errors: runs.errors(id, code, after, limit), total, byCode };
      },
      async runChanges({ runId, side, before, limit }) {
        const page = changes.ofRun(runId, side, before, limit + 1);
        const rows = page.slice(0, limit);
        const { total, people } = changes.countRun(runId, side);
        return { changes: rows, total, people, next: page.length > limit ? (rows.at(-1)?.id ?? null) : null };
      },
    },
    export: (choice) => exportHistory({ runs, changes }, choice),
  };
}
