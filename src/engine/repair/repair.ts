import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import type { SyncRunId } from '../../shared/model/ids';
import type { SyncCause, SyncProblem, SyncRunError } from '../../shared/model/sync';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { ServiceOf } from '../engine-types';
import { createContactRepository } from '../storage/contact-repository';
import { inTransaction, type Storage } from '../storage/storage';
import { createSyncExclusionRepository } from '../storage/sync-exclusion-repository';
import {
  type CauseKey,
  type CauseRow,
  createSyncProblemRepository,
  type ProblemRow,
} from '../storage/sync-problem-repository';
import { createSyncRunRepository } from '../storage/sync-run-repository';

const trendDays = 7;
const shownAttempts = 100;
const step = 500;

export interface RepairDeps {
  storage: Storage;
  clock: Clock;
  events: EventBus;
  /** Sends the records again, as a run of its own. @throws LumoError SYNC_ALREADY_RUNNING, HUBSPOT_NOT_CONNECTED */
  retry: (choice: { problemIds: number[]; records: { kind: SyncRunError['recordKind']; id: string }[] }) => SyncRunId;
  /** True where a person may set the property in Lumo. */
  canEdit: (propertyName: string) => boolean;
  /** Sets a value in Lumo and sends it. @throws LumoError VALUE_INVALID and its kin */
  fix: (field: { problemId: number; contactId: string; propertyName: string; value: string }) => SyncRunId;
  /** Reads contacts from HubSpot again, in the background: they may have changed while they were left out. */
  readAgain: (contactIds: readonly string[]) => void;
}

export interface Repair {
  service: ServiceOf<'repair'>;
}

/** The repair bench: what HubSpot refuses at the moment, by cause, and what can be done about it (B10). */
export function createRepair(deps: RepairDeps): Repair {
  const { clock, storage } = deps;
  const problems = createSyncProblemRepository(storage);
  const exclusions = createSyncExclusionRepository(storage);
  const contacts = createContactRepository(storage);
  const runs = createSyncRunRepository(storage);

  const tellStale = () =>
    deps.events.emit({ type: 'stale', topics: ['problems', 'dashboard', 'syncItems', 'contacts'] });

  const view = (row: ProblemRow): SyncProblem => ({
    ...row,
    canFixValue: row.recordKind === 'contact' && row.property !== null && deps.canEdit(row.property),
  });
  const held = (id: number): ProblemRow => {
    const row = problems.get(id);
    if (row === null) throw new LumoError('NOT_FOUND', { what: 'problem' });
    return row;
  };

  /** The chosen problems that are still there, in steps so that a large cause holds nobody up. */
  async function* chosenRows(chosen: { ids: number[] } | { cause: string }): AsyncGenerator<ProblemRow[]> {
    if ('ids' in chosen) {
      for (let from = 0; from < chosen.ids.length; from += step) {
        yield chosen.ids.slice(from, from + step).flatMap((id) => problems.get(id) ?? []);
        await nextTurn();
      }
      return;
    }
    const key = toKey(chosen.cause);
    let after = 0;
    for (let rows = problems.page(key, 0, step); rows.length > 0; rows = problems.page(key, after, step)) {
      after = rows.at(-1)?.id ?? after;
      yield rows;
      await nextTurn();
    }
  }

  const cause = (row: CauseRow): SyncCause => {
    const days = lastDays(clock.now(), trendDays);
    const trend = days.map(() => 0);
    for (const at of problems.firstTimes(row, days[0] ?? 0)) {
      const day = days.findLastIndex((startsAt) => at >= startsAt);
      trend[day] = (trend[day] ?? 0) + 1;
    }
    return {
      key: keyOf(row),
      problem: problems.problemOf(row),
      property: row.property === '' ? null : row.property,
      count: row.count,
      people: row.people,
      firstAt: row.firstAt,
      lastAt: row.lastAt,
      trend,
    };
  };

  return {
    service: {
      async summary() {
        const failing = problems.countContacts();
        const excluded = exclusions.count();
        const left = contacts.count() - failing - exclusions.countOf('contact');
        return { inSync: Math.max(0, left), failing, excluded };
      },
      causes: async () => problems.causes().map(cause),
      async records({ cause: text, after, limit }) {
        const key = text === null ? null : toKey(text);
        const page = problems.page(key, after, limit + 1);
        const rows = page.slice(0, limit);
        const next = page.length > limit ? (rows.at(-1)?.id ?? null) : null;
        return { records: rows.map(view), total: problems.count(key), next };
      },
      async record({ id }) {
        const row = held(id);
        return {
          record: view(row),
          attempts: runs.errorsOf(row.recordKind, row.recordId, row.property, shownAttempts),
        };
      },
      async retry(chosen) {
        const problemIds: number[] = [];
        const records: { kind: SyncRunError['recordKind']; id: string }[] = [];
        for await (const rows of chosenRows(chosen)) {
          for (const row of rows) {
            problemIds.push(row.id);
            records.push({ kind: row.recordKind, id: row.recordId });
          }
        }
        if (problemIds.length === 0) throw new LumoError('NOT_FOUND', { what: 'problem' });
        return { runId: deps.retry({ problemIds, records }) };
      },
      async fixValue({ id, value }) {
        const row = held(id);
        if (!view(row).canFixValue || row.property === null) {
          throw new LumoError('FIELD_NOT_EDITABLE', { property: row.property ?? '', reason: 'notSynced' });
        }
        const field = { problemId: id, contactId: row.recordId, propertyName: row.property, value };
        const runId = deps.fix(field);
        tellStale();
        return { runId };
      },
      async exclude({ reason, ...chosen }) {
        for await (const rows of chosenRows(chosen)) {
          inTransaction(storage, () => {
            for (const { recordKind, recordId, recordName } of rows) {
              exclusions.add({ recordKind, recordId, recordName, reason, at: clock.now() });
              problems.closeRecord(recordKind, recordId);
            }
          });
        }
        tellStale();
      },
      exclusions: async ({ offset, limit }) => ({
        exclusions: exclusions.page(offset, limit),
        total: exclusions.count(),
      }),
      async include({ recordKind, recordId }) {
        const wasExcluded = inTransaction(storage, () => {
          const isRemoved = exclusions.remove(recordKind, recordId);
          if (isRemoved && recordKind === 'contact') deps.readAgain([recordId]);
          return isRemoved;
        });
        if (wasExcluded) tellStale();
      },
    },
  };
}

const keySchema = z.tuple([z.string(), z.string()]);

function keyOf({ code, property }: CauseKey): string {
  return JSON.stringify([code, property]);
}

/** @throws LumoError INPUT_INVALID for what is no key of a cause */
function toKey(text: string): CauseKey {
  try {
    const [code, property] = keySchema.parse(JSON.parse(text));
    return { code, property };
  } catch (error) {
    throw new LumoError('INPUT_INVALID', { field: 'cause' }, { cause: error });
  }
}

/** Where each of the last days began on this computer, oldest first, the last one being today. */
function lastDays(now: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(now);
    day.setHours(0, 0, 0, 0);
    // Not a fixed number of hours: the clocks may change in between.
    day.setDate(day.getDate() - (count - 1 - index));
    return day.getTime();
  });
}
