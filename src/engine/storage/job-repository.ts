import type { Problem } from '../../shared/errors/error-code';
import type { Storage } from './storage';

/** Work that has to be done at a time, and that a restart must not forget. */
export interface JobRecord {
  id: string;
  kind: string;
  payload: string;
  runAt: number;
  attempts: number;
}

/** The durable job table. */
export function createJobRepository(database: Storage) {
  const insert =
    database.prepare(`INSERT INTO job (id, kind, dedupe_key, payload, state, run_at, created_at) VALUES (?, ?, ?, ?, 'waiting', ?, ?)
    ON CONFLICT (dedupe_key) DO NOTHING`);
  const due = database.prepare<[number], JobRecord>(
    "SELECT id, kind, payload, run_at AS runAt, attempts FROM job WHERE state = 'waiting' AND run_at <= ? ORDER BY run_at, id LIMIT 1",
  );
  const claim = database.prepare("UPDATE job SET state = 'running', attempts = attempts + 1 WHERE id = ?");
  const again = database.prepare("UPDATE job SET state = 'waiting', run_at = ?, problem = ? WHERE id = ?");
  const erase = database.prepare('DELETE FROM job WHERE id = ?');
  const recover = database.prepare("UPDATE job SET state = 'waiting' WHERE state = 'running'");

  return {
    /** A second job with the same dedupe key is not taken. */
    add(job: {
      id: string;
      kind: string;
      dedupeKey: string | null;
      payload: unknown;
      runAt: number;
      at: number;
    }): void {
      insert.run(job.id, job.kind, job.dedupeKey, JSON.stringify(job.payload), job.runAt, job.at);
    },
    due: (at: number): JobRecord | null => due.get(at) ?? null,
    claim(id: string): void {
      claim.run(id);
    },
    putOff(id: string, runAt: number, problem: Problem | null): void {
      again.run(runAt, problem === null ? null : JSON.stringify(problem), id);
    },
    remove(id: string): void {
      erase.run(id);
    },
    /** After a crash: what was running waits again. */
    recover(): void {
      recover.run();
    },
  };
}
