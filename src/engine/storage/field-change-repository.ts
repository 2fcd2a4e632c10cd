import type { ContactId, SyncRunId } from '../../shared/model/ids';
import { contactIdSchema, syncRunIdSchema } from '../../shared/model/ids';
import { type FieldChange, fieldChangeSchema, fieldOutcomeSchema, syncRuleSchema } from '../../shared/model/sync';
import type { Storage } from './storage';

interface Row {
  id: number;
  contact_id: string;
  contact_name: string | null;
  property_name: string;
  label: string | null;
  side: string;
  before: string | null;
  after: string | null;
  rule: string | null;
  outcome: string;
  is_conflict: number;
  other_changed_at: number | null;
  run_id: string | null;
  at: number;
}

/** A change to be noted; the names of contact and property are looked up when it is read. */
export type FieldChangeNote = Omit<FieldChange, 'id' | 'contactId' | 'contactName' | 'label' | 'runId'> & {
  contactId: string;
  runId: string | null;
};

const columns = `field_change.*, contact.display_name AS contact_name, hubspot_property.label AS label`;
const joins = `FROM field_change LEFT JOIN contact ON contact.hubspot_id = field_change.contact_id
  LEFT JOIN hubspot_property ON hubspot_property.object_type = 'contacts' AND hubspot_property.name = field_change.property_name`;

/** Every change of a synced field on either side, with its reason. `note` belongs inside the caller's transaction. */
export function createFieldChangeRepository(database: Storage) {
  const insert = database.prepare(`
    INSERT INTO field_change (contact_id, property_name, side, before, after, rule, outcome, is_conflict, other_changed_at, run_id, at)
    VALUES (@contactId, @propertyName, @side, @before, @after, @rule, @outcome, @isConflict, @otherChangedAt, @runId, @at)`);
  const ofField = database.prepare<[string, string, number], Row>(`
    SELECT ${columns} ${joins} WHERE field_change.contact_id = ? AND field_change.property_name = ? ORDER BY field_change.id DESC LIMIT ?`);
  const lastOf = database.prepare<[string], Row>(`
    SELECT ${columns}, max(field_change.id) ${joins} WHERE field_change.contact_id = ? GROUP BY field_change.property_name`);
  const ofRun = database.prepare<[string, string | null, number, number], Row>(`
    SELECT ${columns} ${joins} WHERE field_change.run_id = ? AND field_change.side = coalesce(?, field_change.side) AND field_change.id < ?
    ORDER BY field_change.id DESC LIMIT ?`);
  const countRun = database.prepare<[string, string | null], { total: number; people: number }>(`
    SELECT count(*) AS total, count(DISTINCT contact_id) AS people FROM field_change WHERE run_id = ? AND side = coalesce(?, side)`);
  const later = database
    .prepare<[string, string, number], number>(
      `SELECT 1 FROM field_change WHERE contact_id = ? AND property_name = ? AND id > ? AND outcome NOT IN ('leftDifferent', 'refused') LIMIT 1`,
    )
    .pluck();
  const repoint = database.prepare('UPDATE field_change SET contact_id = ? WHERE contact_id = ?');
  const eraseProperty = database.prepare('DELETE FROM field_change WHERE id > ? AND id <= ? AND property_name = ?');
  const newestId = database.prepare<[], number | null>('SELECT max(id) FROM field_change').pluck();
  const purge = database.prepare(
    'DELETE FROM field_change WHERE id IN (SELECT id FROM field_change WHERE at < ? ORDER BY at LIMIT ?)',
  );

  return {
    note(change: FieldChangeNote): void {
      insert.run({ ...change, isConflict: Number(change.isConflict) });
    },
    /** Changes of one field, newest first. */
    ofField: (contactId: string, propertyName: string, limit: number): FieldChange[] =>
      ofField.all(contactId, propertyName, limit).map(toChange),
    /** The newest change of each field of a contact. */
    newestOf: (contactId: string): FieldChange[] => lastOf.all(contactId).map(toChange),
    /** Changes of a run, newest first; `before` null starts at the newest. */
    ofRun: (runId: string, side: FieldChange['side'] | null, before: number | null, limit: number): FieldChange[] =>
      ofRun.all(runId, side, before ?? Number.MAX_SAFE_INTEGER, limit).map(toChange),
    countRun: (runId: string, side: FieldChange['side'] | null): { total: number; people: number } =>
      countRun.get(runId, side) ?? { total: 0, people: 0 },
    /** True when the field was changed again after this change. */
    isOvertaken: (change: FieldChange): boolean =>
      later.get(change.contactId, change.propertyName, change.id) !== undefined,
    /** A contact was merged into another: its history goes along. */
    repoint(fromContactId: string, toContactId: string): void {
      repoint.run(toContactId, fromContactId);
    },
    newestId: (): number => newestId.get() ?? 0,
    /** Forgets changes of a property among the ids after `afterId` up to `upToId`. */
    eraseProperty(propertyName: string, afterId: number, upToId: number): void {
      eraseProperty.run(afterId, upToId, propertyName);
    },
    /** Forgets changes older than `at`, `limit` at a time; returns how many. */
    forgetBefore: (at: number, limit: number): number => purge.run(at, limit).changes,
  };
}
export type FieldChangeRepository = ReturnType<typeof createFieldChangeRepository>;

function toChange(row: Row): FieldChange {
  return {
    id: row.id,
    contactId: toContactId(row.contact_id),
    contactName: row.contact_name ?? row.contact_id,
    propertyName: row.property_name,
    label: row.label ?? row.property_name,
    side: fieldChangeSchema.shape.side.parse(row.side),
    before: row.before,
    after: row.after,
    rule: row.rule === null ? null : syncRuleSchema.parse(row.rule),
    outcome: fieldOutcomeSchema.parse(row.outcome),
    isConflict: row.is_conflict === 1,
    otherChangedAt: row.other_changed_at,
    runId: toRunId(row.run_id),
    at: row.at,
  };
}

const toContactId = (text: string): ContactId => contactIdSchema.parse(text);
const toRunId = (text: string | null): SyncRunId | null => (text === null ? null : syncRunIdSchema.parse(text));
