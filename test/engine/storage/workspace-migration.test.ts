import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { createLogger } from '../../../src/engine/core/logger';
import { createConversationRepository } from '../../../src/engine/storage/conversation-repository';
import { migrations } from '../../../src/engine/storage/migrate';
import { workspaceSchema } from '../../../src/engine/storage/migrations/0007-workspace';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { createTagRepository } from '../../../src/engine/storage/tag-repository';

test('conversations, tags and links from before consoles shared anything are as they were', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const logger = createLogger(() => undefined, systemClock.now);
  const open = (steps: readonly string[]) => {
    const path = join(folder, 'lumo.db');
    return openDatabase({ path, backupFolder: join(folder, 'backups'), clock: systemClock, logger, steps }).database;
  };
  const old = open(migrations.slice(0, migrations.indexOf(workspaceSchema)));
  old.exec(`
    INSERT INTO friend (id, bot_user_id, user_id, follow_status) VALUES (1, 'Ubot', 'U1', 'following'), (2, 'Ubot', 'U2', 'following');
    INSERT INTO tag (name, created_at) VALUES ('VIP', 5), ('new', 6);
    INSERT INTO friend_tag (friend_id, tag) VALUES (1, 'VIP');
    INSERT INTO unlinked_by_person (friend_id, contact_hubspot_id, at) VALUES (2, '7', 9);
    INSERT INTO conversation (id, bot_user_id, source_type, source_id, friend_id, status, last_message_at, last_answer_at, draft)
    VALUES (1, 'Ubot', 'user', 'U1', 1, 'done', 1000, 2000, ''), (2, 'Ubot', 'user', 'U2', 2, 'todo', 3000, 0, 'half a sente')`);
  old.close();
  const storage = open(migrations);
  onTestFinished(() => {
    storage.close();
  });
  const conversations = createConversationRepository(storage);
  expect(conversations.row(1)).toMatchObject({ status: 'done', tags: '["VIP"]', assigneeId: null, assigneeName: null });
  expect(conversations.doneUntil(1)).toBe(2_000);
  expect(conversations.doneUntil(2)).toBe(0);
  expect(conversations.counts(null)).toMatchObject({ todo: 1, unassigned: 1, mine: 0, done: 1, drafts: 1, all: 2 });
  // what comes late from before it was called done does not open it again
  conversations.noteIncoming(1, 1, 1_500);
  expect(conversations.row(1)?.status).toBe('done');
  const tags = createTagRepository(storage);
  expect(tags.all()).toEqual([
    { name: 'VIP', color: null, friendCount: 1 },
    { name: 'new', color: null, friendCount: 0 },
  ]);
  // known before: they stay known when the last friend loses them
  tags.take(1, 'VIP');
  expect(tags.list()).toEqual(['VIP', 'new']);
  expect(storage.prepare('SELECT is_elsewhere FROM unlinked_by_person').pluck().all()).toEqual([0]);
});
