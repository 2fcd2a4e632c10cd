import Database from 'better-sqlite3';
import { LOG_SCHEMA_STEPS } from '../../../src/relay/log/sqlite/log-schema';

/** Makes a log file as version 1 of the relay left it: entries 1 to 3 of the workspace `a`, received at 1000, 2000 and 3000. */
export function makeOldLog(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(LOG_SCHEMA_STEPS[0] ?? '');
  db.pragma('user_version = 1');
  db.exec(`
    INSERT INTO head (ws, seq, floor) VALUES ('a', 3, 0);
    INSERT INTO ev (ws, seq, source, id, at, meta, body) VALUES
      ('a', 1, 'line', 'one', 1000, '{}', x'31'), ('a', 2, 'line', 'two', 2000, '{}', x'32'),
      ('a', 3, 'line', 'three', 3000, '{}', x'33');
  `);
  db.close();
}
