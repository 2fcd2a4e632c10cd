import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { createLogger } from '../../../src/engine/core/logger';
import { createLinkAsideRepository } from '../../../src/engine/storage/link-aside-repository';
import { migrations } from '../../../src/engine/storage/migrate';
import { changesSchema } from '../../../src/engine/storage/migrations/0005-changes';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { createSyncRunRepository } from '../../../src/engine/storage/sync-run-repository';
import { syncRunIdSchema } from '../../../src/shared/model/ids';

test('runs, errors and links that were here before are read as ever, and a link can be put aside', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const logger = createLogger(() => undefined, systemClock.now);
  const open = (steps: readonly string[]) => {
    const path = join(folder, 'lumo.db');
    return openDatabase({ path, backupFolder: join(folder, 'backups'), clock: systemClock, logger, steps }).database;
  };
  const old = open(migrations.slice(0, migrations.indexOf(changesSchema)));
  const id = syncRunIdSchema.parse('01K0000000000000000000000A');
  old.exec(`
    INSERT INTO sync_run (id, kind, trigger, status, step, started_at, finished_at, processed, changed, failed)
    VALUES ('${id}', 'full', 'person', 'completedWithProblems', 'lineProperties', 1000, 2000, 7, 3, 1);
    INSERT INTO sync_run_error (run_id, record_kind, record_id, record_name, code, params, property, attempts, at)
    VALUES ('${id}', 'contact', '7', 'Seven', 'HUBSPOT_VALUE_REFUSED', '{}', 'email', 1, 1500);
    INSERT INTO friend (id, bot_user_id, user_id, follow_status) VALUES (1, 'Ubot', 'U1', 'following');
    INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at, needs_write) VALUES (1, '7', 'matchedByHand', 900, 0)`);
  old.close();
  const storage = open(migrations);
  onTestFinished(() => {
    storage.close();
  });
  const runs = createSyncRunRepository(storage);
  const all = { statuses: [], triggers: [], kinds: [], from: null, to: null };
  expect(runs.page(null, 10, all)).toMatchObject([{ id, processed: 7, failed: 1 }]);
  expect(runs.errors(id, 'HUBSPOT_VALUE_REFUSED', 0, 10)).toMatchObject([{ recordId: '7', property: 'email' }]);
  expect(runs.last(null)?.id).toBe(id);
  const aside = createLinkAsideRepository(storage);
  aside.putAside('7', 3_000);
  storage.exec('DELETE FROM id_link');
  expect(aside.takeBack('7')).toBe(1);
  expect(storage.prepare('SELECT friend_id, origin, linked_at, needs_write FROM id_link').all()).toEqual([
    { friend_id: 1, origin: 'matchedByHand', linked_at: 900, needs_write: 1 },
  ]);
});
