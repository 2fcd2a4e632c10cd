import { type Problem, problemSchema } from '../../shared/errors/error-code';
import { type SyncItemStatus, type SyncRule, syncRuleSchema } from '../../shared/model/sync';
import type { Storage } from './storage';

interface Row {
  property_name: string;
  lumo_item: string;
  rule: string;
  status: string;
  is_paused: number;
  property_type: string | null;
  first_run_id: string | null;
  added_at: number;
  changed_at: number | null;
  last_synced_at: number | null;
  applies_from: number | null;
  problem: string | null;
}

/** A contact property that a person added to the sync. */
export interface SyncItemRecord {
  propertyName: string;
  /** A standard item or `custom:<property>`; unique. */
  lumoItem: string;
  rule: SyncRule;
  /** What HubSpot and a removal say of it; a pause is kept beside it. */
  status: Exclude<SyncItemStatus, 'paused'>;
  isPaused: boolean;
  /** `<type>/<fieldType>` when it was chosen; null = chosen by an earlier version. */
  propertyType: string | null;
  /** The run that first brought its values. */
  firstRunId: string | null;
  addedAt: number;
  changedAt: number | null;
  lastSyncedAt: number | null;
  /** Contacts that were modified before get no value; null = all do. */
  appliesFrom: number | null;
  problem: Problem | null;
}

/** True while its values are compared and exchanged. */
export const isSynced = (item: SyncItemRecord): boolean => item.status === 'active' && !item.isPaused;

/** Which contact properties are synced, in the order in which they were added. */
export function createSyncItemRepository(database: Storage) {
  const select = database.prepare<[], Row>('SELECT * FROM sync_item ORDER BY added_at, property_name');
  const selectOne = database.prepare<[string], Row>('SELECT * FROM sync_item WHERE property_name = ?');
  const insert = database.prepare(`
    INSERT INTO sync_item (property_name, lumo_item, rule, property_type, added_at, changed_at, applies_from)
    VALUES (@propertyName, @lumoItem, @rule, @propertyType, @at, @at, @appliesFrom)
    ON CONFLICT (property_name) DO UPDATE SET lumo_item = excluded.lumo_item, rule = excluded.rule, property_type = excluded.property_type,
      status = 'active', is_paused = 0, problem = NULL, changed_at = excluded.changed_at, applies_from = excluded.applies_from`);
  const erase = database.prepare('DELETE FROM sync_item WHERE property_name = ?');
  const setStatus = database.prepare('UPDATE sync_item SET status = ?, problem = ? WHERE property_name = ?');
  const setType = database.prepare('UPDATE sync_item SET property_type = ? WHERE property_name = ?');
  const setSynced = database.prepare(
    "UPDATE sync_item SET last_synced_at = ? WHERE status = 'active' AND is_paused = 0",
  );
  const setFirstRun = database.prepare('UPDATE sync_item SET first_run_id = ? WHERE first_run_id IS NULL');
  const change = database.prepare(`
    UPDATE sync_item SET lumo_item = @lumoItem, rule = @rule, is_paused = @isPaused, changed_at = @at WHERE property_name = @propertyName`);
  const setAppliesFrom = database.prepare('UPDATE sync_item SET applies_from = ? WHERE property_name = ?');

  return {
    /** Every item, also paused, missing and detached ones: their values are kept. */
    list: (): SyncItemRecord[] => select.all().map(toRecord),
    /** Those whose values are compared and exchanged at the moment. */
    synced: (): SyncItemRecord[] => select.all().map(toRecord).filter(isSynced),
    get(propertyName: string): SyncItemRecord | null {
      const row = selectOne.get(propertyName);
      return row === undefined ? null : toRecord(row);
    },
    /** Adds an item, or takes up a detached one again. */
    add(
      item: Pick<SyncItemRecord, 'propertyName' | 'lumoItem' | 'rule' | 'propertyType' | 'appliesFrom'>,
      at: number,
    ): void {
      insert.run({ ...item, at });
    },
    change(propertyName: string, set: { lumoItem: string; rule: SyncRule; isPaused: boolean }, at: number): void {
      change.run({ ...set, isPaused: Number(set.isPaused), propertyName, at });
    },
    remove(propertyName: string): void {
      erase.run(propertyName);
    },
    noteStatus(propertyName: string, status: SyncItemRecord['status'], problem: Problem | null): void {
      setStatus.run(status, problem === null ? null : JSON.stringify(problem), propertyName);
    },
    noteType(propertyName: string, propertyType: string): void {
      setType.run(propertyType, propertyName);
    },
    setAppliesFrom(propertyName: string, at: number | null): void {
      setAppliesFrom.run(at, propertyName);
    },
    noteSynced(at: number): void {
      setSynced.run(at);
    },
    /** Notes the run that brings the first values of items which had none. */
    noteFirstRun(runId: string): void {
      setFirstRun.run(runId);
    },
  };
}
export type SyncItemRepository = ReturnType<typeof createSyncItemRepository>;

const statuses = new Set(['active', 'missing', 'typeChanged', 'detached']);
const isStatus = (text: string): text is SyncItemRecord['status'] => statuses.has(text);

function toRecord(row: Row): SyncItemRecord {
  return {
    propertyName: row.property_name,
    lumoItem: row.lumo_item,
    rule: syncRuleSchema.parse(row.rule),
    status: isStatus(row.status) ? row.status : 'active',
    isPaused: row.is_paused === 1,
    propertyType: row.property_type,
    firstRunId: row.first_run_id,
    addedAt: row.added_at,
    changedAt: row.changed_at,
    lastSyncedAt: row.last_synced_at,
    appliesFrom: row.applies_from,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  };
}
