import { expect, test } from 'vitest';
import { createConversationRepository } from '../../../src/engine/storage/conversation-repository';
import { createMessageRepository } from '../../../src/engine/storage/message-repository';
import { eventually } from '../support/eventually';
import type { TeamConsole } from '../support/team-console';
import { TeamWorld } from '../support/team-world';

const reply = (shortcut: string, text = 'hello') => ({
  id: null,
  shortcut,
  title: shortcut,
  contents: [{ type: 'text' as const, parts: [{ kind: 'text' as const, text }] }],
});

/** A customer's message arrives at a console. */
function write(console: TeamConsole, n: number, sentAt: number): void {
  const conversationId = Number(console.conversation(1));
  const seq = createMessageRepository(console.storage).insertIncoming({
    id: `m${n}`,
    conversationId,
    senderUserId: null,
    senderName: null,
    lineMessageId: `l${n}`,
    type: 'text',
    text: `message ${n}`,
    raw: '{}',
    sentAt,
    editedAt: null,
    quoteToken: null,
    quotedLineId: null,
  });
  createConversationRepository(console.storage).noteIncoming(conversationId, seq ?? 0, sentAt);
}

test('who answers, status, notes, tags and ready-made answers are the same at every console, under names', async () => {
  const world = await TeamWorld.start();
  const anna = await world.console('Anna');
  const ben = await world.console('Ben');
  const conversationId = anna.conversation(1);
  await world.settled();
  const benId = ben.team.me().agentId;
  await anna.team.chat.assign({ conversationId, agentId: benId });
  await anna.team.chat.setStatus({ conversationId, status: 'todo' });
  const note = await anna.team.chat.addNote({ conversationId, text: '明日 電話する' });
  expect(note).toMatchObject({ isMine: true, authorName: 'Anna', editedAt: null });
  await anna.team.service.saveTag({ name: 'VIP', color: 'gold' });
  await anna.team.service.giveTag({ friendId: anna.friend(1), tag: 'VIP' });
  await anna.team.service.giveTag({ friendId: anna.friend(2), tag: '新規' });
  const saved = await anna.team.service.saveCannedReply(reply('hi'));
  await world.settled();

  const there = ben.conversation(1);
  const [seen] = await ben.team.chat.notes({ conversationId: there });
  expect(seen).toMatchObject({ text: '明日 電話する', authorName: 'Anna', isMine: false });
  expect(await ben.team.service.tags(undefined)).toEqual([
    { name: 'VIP', color: 'gold', friendCount: 1 },
    { name: '新規', color: null, friendCount: 1 },
  ]);
  await ben.team.chat.editNote({ noteId: note.id, text: '電話した' });
  await expect(ben.team.service.saveCannedReply(reply('HI'))).rejects.toMatchObject({ code: 'CANNED_SHORTCUT_TAKEN' });
  await ben.team.service.noteCannedReplyUsed({ id: saved.id });
  await ben.team.service.saveCannedReply({ ...saved, title: 'Greeting' });
  await ben.team.service.removeTag({ name: 'VIP' });
  await world.settled();

  const [edited] = await anna.team.chat.notes({ conversationId });
  expect(edited).toMatchObject({ text: '電話した', authorName: 'Anna', isMine: true });
  expect(edited?.editedAt).not.toBeNull();
  expect(await anna.team.service.cannedReplies(undefined)).toMatchObject([{ title: 'Greeting', usedCount: 0 }]);
  expect(await ben.team.service.cannedReplies(undefined)).toMatchObject([{ title: 'Greeting', usedCount: 1 }]);
  expect((await anna.team.service.tags(undefined)).map((tag) => tag.name)).toEqual(['新規']);
  await anna.team.chat.removeNote({ noteId: note.id });
  await world.settled();
  expect(await ben.team.chat.notes({ conversationId: there })).toEqual([]);
  const people = await eventually('both are online', async () => {
    const found = await anna.team.service.agents(undefined);
    return found.every((agent) => agent.isOnline) ? found : null;
  });
  expect(people).toMatchObject([
    { name: 'Anna', isMe: true },
    { name: 'Ben', isMe: false, id: benId },
  ]);
});

test('the views of who is to answer hold what they say', async () => {
  const world = await TeamWorld.start();
  const anna = await world.console('Anna');
  const ben = await world.console('Ben');
  const rows = createConversationRepository(anna.storage);
  for (const n of [1, 2, 3, 4]) {
    const id = Number(anna.conversation(n));
    rows.noteIncoming(id, n, Date.now() + n);
  }
  await eventually('Ben is known', async () => (await anna.team.service.agents(undefined)).length === 2);
  await anna.team.chat.assign({ conversationId: anna.conversation(1), agentId: anna.team.me().agentId });
  await anna.team.chat.assign({ conversationId: anna.conversation(2), agentId: ben.team.me().agentId });
  await anna.team.service.giveTag({ friendId: anna.friend(1), tag: 'VIP' });
  const ids = (view: 'mine' | 'unassigned') =>
    rows.page({ view, botUserId: null, text: '' }, 0, 50).rows.map((row) => row.id);
  expect(ids('mine')).toEqual([1]);
  expect(ids('unassigned')).toEqual([4, 3]);
  expect(rows.counts(null)).toMatchObject({ todo: 4, mine: 1, unassigned: 2 });
  expect(rows.row(1)).toMatchObject({ assigneeName: 'Anna', tags: '["VIP"]', scheduledCount: 0, heldCount: 0 });
});

test('a message that the person had not seen keeps a conversation in "to do", at every console', async () => {
  const world = await TeamWorld.start();
  const anna = await world.console('Anna');
  const ben = await world.console('Ben');
  const at = Date.now();
  for (const console of [anna, ben]) write(console, 1, at);
  // the second one is at Ben's already, and still on its way to Anna
  write(ben, 2, at + 5_000);
  await anna.team.chat.setStatus({ conversationId: anna.conversation(1), status: 'done' });
  await eventually('Ben has it', () => ben.isAllTold() && ben.cursor() >= 3);
  write(anna, 2, at + 5_000);
  const [shared] = (await world.settled()).conversations ?? [];
  expect(shared).toMatchObject({ status: 'todo' });
  await ben.team.chat.setStatus({ conversationId: ben.conversation(1), status: 'done' });
  expect((await world.settled()).conversations).toEqual([]);
});

test('a console that comes later takes for past what was past when the first one came, whatever it hears of first', async () => {
  const hourMs = 60 * 60_000;
  const world = await TeamWorld.start();
  const now = Date.now();
  const anna = await world.console('Anna', { connectedAt: now - 24 * hourMs });
  write(anna, 1, now - 30 * hourMs);
  await world.settled();
  expect(anna.shared().conversations).toEqual([]);
  write(anna, 2, now - 5 * hourMs);
  const late = await world.console('Late', { isUp: false });
  // it has the messages before it knows since when the others look after the account
  for (const [n, hours] of [30, 5].entries()) write(late, n + 1, now - hours * hourMs);
  expect(late.shared().conversations).toEqual([]);
  await late.setNetwork(true);
  expect((await world.settled()).conversations).toMatchObject([{ status: 'todo' }]);
  const waiting = late.storage.prepare('SELECT waiting_since_at FROM conversation').pluck().get();
  expect(waiting).toBe(now - 5 * hourMs);
});

test('what belongs to an account that is not connected here waits until it is', async () => {
  const world = await TeamWorld.start();
  const anna = await world.console('Anna');
  const ben = await world.console('Ben', { isConnected: false });
  await anna.team.chat.addNote({ conversationId: anna.conversation(1), text: 'first' });
  await anna.team.service.giveTag({ friendId: anna.friend(1), tag: 'VIP' });
  await anna.team.service.takeTag({ friendId: anna.friend(1), tag: 'VIP' });
  await eventually('Ben read it', () => anna.isAllTold() && ben.cursor() >= anna.cursor() && anna.cursor() > 0);
  expect(ben.shared().notes).toEqual([]);
  await ben.connect();
  expect((await world.settled()).notes).toMatchObject([{ text: 'first' }]);
});

test('a console that was away for longer than the log is kept, and a new one, show what the others show', async () => {
  const world = await TeamWorld.start();
  const anna = await world.console('Anna');
  const ben = await world.console('Ben');
  await anna.team.service.giveTag({ friendId: anna.friend(1), tag: 'VIP' });
  await anna.team.service.giveTag({ friendId: anna.friend(2), tag: 'VIP' });
  const note = await anna.team.chat.addNote({ conversationId: anna.conversation(1), text: 'to be removed' });
  await anna.team.chat.addNote({ conversationId: anna.conversation(2), text: 'stays' });
  await world.settled();
  await world.leave(ben);
  await anna.team.chat.removeNote({ noteId: note.id });
  await anna.team.service.removeTag({ name: 'VIP' });
  await anna.team.service.giveTag({ friendId: anna.friend(3), tag: 'VIP' });
  await anna.team.chat.assign({ conversationId: anna.conversation(3), agentId: ben.team.me().agentId });
  await anna.team.service.saveCannedReply(reply('bye'));
  await world.settled();
  await world.expireLog();

  await world.console('Ben');
  await world.console('New');
  const shared = await world.settled();
  expect(shared.notes).toMatchObject([{ text: 'stays' }]);
  expect(shared.friendTags).toHaveLength(1);
  expect(shared.cannedReplies).toHaveLength(1);
  expect(shared.conversations).toHaveLength(1);
});

test('a relay that was restored from an older backup is told again what it lost', async () => {
  const world = await TeamWorld.start();
  const anna = await world.console('Anna');
  const ben = await world.console('Ben');
  await anna.team.chat.addNote({ conversationId: anna.conversation(1), text: 'in the backup' });
  await world.settled();
  const restore = await world.backUpRelay();
  const agentId = ben.team.me().agentId;
  await anna.team.chat.addNote({ conversationId: anna.conversation(2), text: 'after "the" backup' });
  await ben.team.chat.assign({ conversationId: ben.conversation(2), agentId });
  await ben.team.service.giveTag({ friendId: ben.friend(3), tag: '#VIP' });
  await anna.team.service.saveCannedReply(reply('bye'));
  write(anna, 1, Date.now());
  await anna.team.chat.setStatus({ conversationId: anna.conversation(1), status: 'done' });
  const before = await world.settled();
  await restore();
  const fresh = await world.console('Fresh');
  await eventually('the new one has it, too', () => fresh.shared().cannedReplies?.length === 1);
  const after = await world.settled();
  expect({ ...after, agents: [] }).toEqual({ ...before, agents: [] });
  // positions begin anew, and what is told now holds
  await ben.team.chat.assign({ conversationId: ben.conversation(2), agentId: anna.team.me().agentId });
  expect((await world.settled()).conversations).toMatchObject([{ assignee_id: anna.team.me().agentId }]);
}, 60_000);

test('who looks at a conversation, and writes there, is told to the others and forgotten with the connection', async () => {
  const world = await TeamWorld.start();
  const anna = await world.console('Anna');
  const ben = await world.console('Ben');
  await anna.team.service.look({ conversationId: anna.conversation(7), isWriting: true });
  const conversationId = ben.conversation(7);
  await eventually('Ben sees it', async () => {
    const [seen] = await ben.team.service.onlookers(undefined);
    return seen?.conversationId === conversationId && seen.isWriting && seen.name === 'Anna';
  });
  expect(ben.events).toContainEqual({ type: 'onlookers' });
  expect(await anna.team.service.onlookers(undefined)).toEqual([]);
  await anna.setNetwork(false);
  await eventually('nobody looks', async () => (await ben.team.service.onlookers(undefined)).length === 0);
});
