import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { createLogger } from '../../../src/engine/core/logger';
import { createCompanyRepository } from '../../../src/engine/storage/company-repository';
import { createGroupRepository } from '../../../src/engine/storage/group-repository';
import { migrations } from '../../../src/engine/storage/migrate';
import { listsAndCompanies } from '../../../src/engine/storage/migrations/0003-lists-and-companies';
import { openDatabase } from '../../../src/engine/storage/open-database';

test('companies and group chats that were here before come along: found by name, and asked about at LINE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const logger = createLogger(() => undefined, systemClock.now);
  const open = (steps: readonly string[]) => {
    const path = join(folder, 'lumo.db');
    return openDatabase({ path, backupFolder: join(folder, 'backups'), clock: systemClock, logger, steps }).database;
  };
  const old = open(migrations.slice(0, migrations.indexOf(listsAndCompanies)));
  old.exec(`
    INSERT INTO company (hubspot_id, name, domain, synced_at) VALUES ('7', 'Flower Shop', 'Flower.example', 5), ('8', NULL, NULL, 5);
    INSERT INTO official_account (bot_user_id, channel_id, basic_id, display_name, sequence_number, connected_at)
    VALUES ('Ubot', '1000', '@shop', 'Shop', 12, 6);
    INSERT INTO friend (id, bot_user_id, user_id, follow_status) VALUES (1, 'Ubot', 'U1', 'following');
    INSERT INTO conversation (id, bot_user_id, source_type, source_id, friend_id, title)
    VALUES (1, 'Ubot', 'user', 'U1', 1, NULL), (2, 'Ubot', 'group', 'C1', NULL, 'Team'), (3, 'Ubot', 'room', 'R1', NULL, NULL)`);
  old.close();
  const storage = open(migrations);
  onTestFinished(() => {
    storage.close();
  });
  const companies = createCompanyRepository(storage).page({ text: 'FLOWER.EXAMPLE', hasGroup: null }, 0, 10);
  expect(companies).toMatchObject({ total: 1, rows: [{ id: '7', name: 'Flower Shop', phone: null }] });
  const groups = createGroupRepository(storage);
  expect(groups.all(null)).toMatchObject([
    { conversationId: 2, groupId: 'C1', name: 'Team', isMember: true, companyId: null, wish: null, written: null },
  ]);
  expect(groups.toRead(0, 10).map((group) => group.groupId)).toEqual(['C1']);
});
