import { type Problem, problemSchema } from '../../shared/errors/error-code';
import { type FieldOutcome, fieldOutcomeSchema } from '../../shared/model/sync';
import type { Storage } from './storage';

interface Row {
  contact_id: string;
  property_name: string;
  base: string | null;
  hubspot_value: string | null;
  state: string;
  lumo_changed_at: number | null;
  hubspot_changed_at: number | null;
  outcome: string | null;
  is_conflict: number;
  other_changed_at: number | null;
  is_clear: number;
  is_backward: number;
  edit_no: number;
  attempts: number;
  attempted_at: number | null;
  run_id: string | null;
  written_at: number | null;
  problem: string | null;
}

/** same = kept for what it remembers; pending = Lumo's value waits to be written; refused = HubSpot did not take it; different = left so. */
export type FieldState = 'same' | 'pending' | 'refused' | 'different';

/** A field of a contact whose sides differ, or of which something is still open. Lumo's value is the contact's own. */
export interface ContactField {
  contactId: string;
  propertyName: string;
  /** The value on which both sides agreed last. */
  base: string | null;
  hubSpotValue: string | null;
  state: FieldState;
  /** When a person set Lumo's value; null = no person did. */
  lumoChangedAt: number | null;
  hubSpotChangedAt: number | null;
  /** What is noted in the history once the write is accepted. */
  outcome: FieldOutcome | null;
  isConflict: boolean;
  otherChangedAt: number | null;
  /** The write takes a value away. */
  isClear: boolean;
  /** A person allowed a lifecycle stage to go back. */
  isBackward: boolean;
  /** Counts edits: one that came during a write is not taken for written. */
  editNo: number;
  attempts: number;
  attemptedAt: number | null;
  /** The run that planned the write. */
  runId: string | null;
  /** HubSpot's modified time right after an own write: older versions of the record do not speak of it. */
  writtenAt: number | null;
  problem: Problem | null;
}

/** Deviations of contacts' fields: sparse, most contacts have none. Methods belong inside the caller's transaction. */
export function createContactFieldRepository(database: Storage) {
  const has = database.prepare<[string], number>('SELECT 1 FROM contact_field WHERE contact_id = ? LIMIT 1').pluck();
  const isEmpty = database.prepare<[], number>('SELECT 1 FROM contact_field LIMIT 1').pluck();
  const ofContact = database.prepare<[string], Row>('SELECT * FROM contact_field WHERE contact_id = ?');
  const one = database.prepare<[string, string], Row>(
    'SELECT * FROM contact_field WHERE contact_id = ? AND property_name = ?',
  );
  const save = database.prepare(`
    INSERT OR REPLACE INTO contact_field (contact_id, property_name, base, hubspot_value, state, lumo_changed_at, hubspot_changed_at, outcome,
      is_conflict, other_changed_at, is_clear, is_backward, edit_no, attempts, attempted_at, run_id, written_at, problem)
    VALUES (@contactId, @propertyName, @base, @hubSpotValue, @state, @lumoChangedAt, @hubSpotChangedAt, @outcome,
      @isConflict, @otherChangedAt, @isClear, @isBackward, @editNo, @attempts, @attemptedAt, @runId, @writtenAt, @problem)`);
  const drop = database.prepare('DELETE FROM contact_field WHERE contact_id = ? AND property_name = ?');
  const dropContact = database.prepare('DELETE FROM contact_field WHERE contact_id = ?');
  const dropProperty = database.prepare('DELETE FROM contact_field WHERE property_name = ?');
  const openContacts = database
    .prepare<[string, number], string>(
      `SELECT DISTINCT contact_id FROM contact_field WHERE state IN ('pending', 'refused') AND contact_id > ? ORDER BY contact_id LIMIT ?`,
    )
    .pluck();
  const waitingEdits = database
    .prepare<[number], string>(
      `SELECT DISTINCT contact_id FROM contact_field
       WHERE state IN ('pending', 'refused') AND state = 'pending' AND lumo_changed_at IS NOT NULL LIMIT ?`,
    )
    .pluck();
  const countOpenContacts = database
    .prepare<[], number>(`SELECT count(DISTINCT contact_id) FROM contact_field WHERE state IN ('pending', 'refused')`)
    .pluck();
  const ofProperty = database.prepare<[string, string, number], Row>(
    'SELECT * FROM contact_field WHERE property_name = ? AND contact_id > ? ORDER BY contact_id LIMIT ?',
  );
  const counts = database.prepare<[], { propertyName: string; state: string; clears: number; count: number }>(`
    SELECT property_name AS propertyName, state, sum(is_clear) AS clears, count(*) AS count FROM contact_field GROUP BY property_name, state`);
  const noteAttempt = database.prepare(
    'UPDATE contact_field SET attempts = attempts + 1, attempted_at = ? WHERE contact_id = ? AND property_name = ?',
  );

  return {
    has: (contactId: string): boolean => has.get(contactId) !== undefined,
    isEmpty: (): boolean => isEmpty.get() === undefined,
    of: (contactId: string): ContactField[] => ofContact.all(contactId).map(toField),
    get(contactId: string, propertyName: string): ContactField | null {
      const row = one.get(contactId, propertyName);
      return row === undefined ? null : toField(row);
    },
    save(field: ContactField): void {
      save.run({
        ...field,
        isConflict: Number(field.isConflict),
        isClear: Number(field.isClear),
        isBackward: Number(field.isBackward),
        problem: field.problem === null ? null : JSON.stringify(field.problem),
      });
    },
    drop(contactId: string, propertyName: string): void {
      drop.run(contactId, propertyName);
    },
    dropContact(contactId: string): void {
      dropContact.run(contactId);
    },
    dropProperty(propertyName: string): void {
      dropProperty.run(propertyName);
    },
    /** Contacts with a write that is open or was refused, in ascending order of id. */
    openContactsAfter: (contactId: string, limit: number): string[] => openContacts.all(contactId, limit),
    /** Contacts with a person's edit that waits to be written. */
    waitingEdits: (limit: number): string[] => waitingEdits.all(limit),
    countOpenContacts: (): number => countOpenContacts.get() ?? 0,
    /** Rows of one property, by ascending contact id. */
    ofPropertyAfter: (propertyName: string, contactId: string, limit: number): ContactField[] =>
      ofProperty.all(propertyName, contactId, limit).map(toField),
    /** Numbers per property and state; `clears` = writes that take a value away. */
    counts: (): { propertyName: string; state: string; clears: number; count: number }[] => counts.all(),
    noteAttempt(contactId: string, propertyName: string, at: number): void {
      noteAttempt.run(at, contactId, propertyName);
    },
  };
}
export type ContactFieldRepository = ReturnType<typeof createContactFieldRepository>;

const states = new Set(['same', 'pending', 'refused', 'different']);
const isState = (text: string): text is FieldState => states.has(text);

function toField(row: Row): ContactField {
  return {
    contactId: row.contact_id,
    propertyName: row.property_name,
    base: row.base,
    hubSpotValue: row.hubspot_value,
    state: isState(row.state) ? row.state : 'same',
    lumoChangedAt: row.lumo_changed_at,
    hubSpotChangedAt: row.hubspot_changed_at,
    outcome: row.outcome === null ? null : fieldOutcomeSchema.parse(row.outcome),
    isConflict: row.is_conflict === 1,
    otherChangedAt: row.other_changed_at,
    isClear: row.is_clear === 1,
    isBackward: row.is_backward === 1,
    editNo: row.edit_no,
    attempts: row.attempts,
    attemptedAt: row.attempted_at,
    runId: row.run_id,
    writtenAt: row.written_at,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  };
}
