import type { Database } from 'better-sqlite3';
import { LumoError } from '../../shared/errors/lumo-error';
import { initialSchema } from './migrations/0001-initial';
import { syncRulesSchema } from './migrations/0002-sync-rules';
import { listsAndCompanies } from './migrations/0003-lists-and-companies';
import { integrationsSchema } from './migrations/0004-integrations';
import { changesSchema } from './migrations/0005-changes';
import { linksSchema } from './migrations/0006-links';
import { workspaceSchema } from './migrations/0007-workspace';
import { messageContentSchema } from './migrations/0008-message-content';
import { sendingSchema } from './migrations/0009-sending';

/** All migrations in order; `PRAGMA user_version` counts how many a file has had. */
export const migrations: readonly string[] = [
  initialSchema,
  syncRulesSchema,
  listsAndCompanies,
  integrationsSchema,
  changesSchema,
  linksSchema,
  workspaceSchema,
  messageContentSchema,
  sendingSchema,
];

/**
 * Brings the file to the newest schema, each step in its own transaction. `beforeChange` runs once before the first
 * step of a file that holds data (the backup goes there). A file from a newer version is refused untouched.
 * @throws LumoError STORAGE_NEWER
 */
export function migrate(database: Database, beforeChange: (fromVersion: number) => void, steps = migrations): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > steps.length) throw new LumoError('STORAGE_NEWER', { found: version, known: steps.length });
  if (version > 0 && version < steps.length) beforeChange(version);
  for (const [index, sql] of steps.entries()) {
    if (index < version) continue;
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
}
