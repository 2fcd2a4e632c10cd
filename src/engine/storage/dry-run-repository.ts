import { z } from 'zod';
import { type Problem, problemSchema } from '../../shared/errors/error-code';
import { type DryRun, dryRunSchema, type PlannedChange, plannedChangeSchema } from '../../shared/model/sync';
import type { Storage } from './storage';

interface Row {
  id: string;
  state: string;
  started_at: number;
  finished_at: number | null;
  done: number;
  total: number | null;
  counts: string;
  problem: string | null;
}

interface ChangeRow {
  id: number;
  kind: string;
  contactId: string;
  contactName: string;
  propertyName: string;
  label: string | null;
  side: string;
  before: string | null;
  after: string | null;
  rule: string | null;
  outcome: string;
  isConflict: number;
  otherChangedAt: number | null;
}

/** A planned change to be kept; its number and the property's label come with reading. */
export type PlannedNote = Omit<PlannedChange, 'id' | 'label' | 'contactId'> & { contactId: string };

/** The last dry run and what it would change. */
export function createDryRunRepository(database: Storage) {
  const select = database.prepare<[], Row>('SELECT * FROM dry_run LIMIT 1');
  const clear = database.prepare('DELETE FROM dry_run');
  const insert = database.prepare(
    "INSERT INTO dry_run (id, state, kind, started_at, counts) VALUES (?, 'running', ?, ?, ?)",
  );
  const update = database.prepare('UPDATE dry_run SET done = ?, total = ?, counts = ? WHERE id = ?');
  const finish = database.prepare('UPDATE dry_run SET state = ?, finished_at = ?, problem = ? WHERE id = ?');
  const stopRunning = database.prepare(
    "UPDATE dry_run SET state = 'cancelled', finished_at = ? WHERE state = 'running'",
  );
  const dropChanges = database.prepare(
    'DELETE FROM dry_run_change WHERE id IN (SELECT id FROM dry_run_change ORDER BY id LIMIT ?)',
  );
  const addChange = database.prepare(`
    INSERT INTO dry_run_change (kind, contact_id, contact_name, property_name, side, before, after, rule, outcome, is_conflict, other_changed_at)
    VALUES (@kind, @contactId, @contactName, @propertyName, @side, @before, @after, @rule, @outcome, @isConflict, @otherChangedAt)`);
  const columns = `dry_run_change.id, kind, contact_id AS contactId, contact_name AS contactName, property_name AS propertyName,
    hubspot_property.label AS label, side, before, after, rule, outcome, is_conflict AS isConflict, other_changed_at AS otherChangedAt
    FROM dry_run_change LEFT JOIN hubspot_property ON hubspot_property.object_type = 'contacts' AND hubspot_property.name = property_name`;
  const page = database.prepare<[number, number], ChangeRow>(
    `SELECT ${columns} WHERE dry_run_change.id > ? ORDER BY dry_run_change.id LIMIT ?`,
  );
  const pageOfKind = database.prepare<[string, number, number], ChangeRow>(
    `SELECT ${columns} WHERE kind = ? AND dry_run_change.id > ? ORDER BY dry_run_change.id LIMIT ?`,
  );

  return {
    get(): DryRun | null {
      const row = select.get();
      return row === undefined ? null : toDryRun(row);
    },
    /** Takes the place of the one before; its changes are dropped step by step with `dropChanges`. */
    start(id: string, kind: string, counts: DryRun['counts'], at: number): void {
      clear.run();
      insert.run(id, kind, at, JSON.stringify(counts));
    },
    /** Drops up to `limit` changes of an earlier dry run; returns how many. */
    dropChanges: (limit: number): number => dropChanges.run(limit).changes,
    save(run: Pick<DryRun, 'id' | 'done' | 'total' | 'counts'>): void {
      update.run(run.done, run.total, JSON.stringify(run.counts), run.id);
    },
    finish(id: string, state: DryRun['state'], problem: Problem | null, at: number): void {
      finish.run(state, at, problem === null ? null : JSON.stringify(problem), id);
    },
    /** One that a stop or a kill left under way is over. */
    stopRunning(at: number): void {
      stopRunning.run(at);
    },
    add(change: PlannedNote): void {
      addChange.run({ ...change, isConflict: Number(change.isConflict) });
    },
    changes(kind: PlannedChange['kind'] | null, after: number, limit: number): PlannedChange[] {
      const rows = kind === null ? page.all(after, limit) : pageOfKind.all(kind, after, limit);
      return rows.map((row) =>
        plannedChangeSchema.parse({ ...row, label: row.label ?? row.propertyName, isConflict: row.isConflict === 1 }),
      );
    },
  };
}
export type DryRunRepository = ReturnType<typeof createDryRunRepository>;

const countsSchema = z.record(z.string(), z.number());

function toDryRun(row: Row): DryRun {
  return dryRunSchema.parse({
    id: row.id,
    state: row.state,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    done: row.done,
    total: row.total,
    counts: countsSchema.parse(JSON.parse(row.counts)),
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  });
}
