import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { LinkRequest } from '../../../src/shared/model/contact';
import { type ContactId, contactIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { type WholeConsole, WholeWorld } from '../support/whole-world';

const minute = 60_000;
const templateSchema = z.object({
  altText: z.string(),
  template: z.object({ text: z.string(), actions: z.array(z.object({ uri: z.string(), label: z.string() })) }),
});

/** A console with contacts, and a friend at its match desk. */
async function desk(language = 'ja') {
  const world = await WholeWorld.start();
  const console = await world.console();
  await console.engine.setup.saveProperties({ names: ['firstname', 'lastname', 'email'] });
  await console.engine.setup.startFirstSync();
  const contacts = await eventually('contacts', async () => {
    const sort = 'name' as const;
    const filter = { text: '', lifecycleStages: [], leadStatuses: [], link: 'unlinked' as const };
    const { rows } = await console.engine.contacts.page({ filter, sort, offset: 0, limit: 100 });
    const named = rows.filter((row) => row.displayName !== row.email && row.displayName !== row.id);
    return named.length > 2 && named;
  });
  const userId = await world.stranger('相沢 りさ', language);
  await world.follow(userId);
  const friend = await console.unlinked('相沢 りさ');
  const [contact, other] = contacts;
  if (contact === undefined || other === undefined) throw new Error('no contacts');
  return { world, console, userId, friendId: friend.friendId, contact, other };
}
type Desk = Awaited<ReturnType<typeof desk>>;

const ask = ({ console, friendId }: Desk, contactId: ContactId) =>
  console.engine.links.requestLink({ friendId, contactId });
const request = async ({ console, friendId }: Desk, id: string): Promise<LinkRequest> => {
  const found = (await console.engine.links.requests({ friendId })).find((one) => one.id === id);
  if (found === undefined) throw new Error('no such request');
  return found;
};
const inState = (at: Desk, id: string, state: LinkRequest['state']) =>
  eventually(`request ${state}`, async () => {
    const found = await request(at, id);
    return found.state === state && found;
  });
/** The message as it lies on the phone. */
const message = (console: WholeConsole) =>
  eventually('the message', () => {
    const rows = console.read<{ raw: string; state: string }>(
      `SELECT raw, state FROM message WHERE direction = 'out' ORDER BY seq DESC LIMIT 1`,
    );
    return rows[0]?.state === 'accepted' && templateSchema.parse(JSON.parse(rows[0].raw));
  });
const urlIn = (found: z.infer<typeof templateSchema>) => new URL(found.template.actions[0]?.uri ?? '');
/** The customer presses the page's button; gives where it leads. */
async function confirm(url: URL): Promise<URL> {
  const body = new URLSearchParams({ linkToken: url.searchParams.get('linkToken') ?? '' });
  const answer = await fetch(url.origin + url.pathname, { method: 'POST', body, redirect: 'manual' });
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get('location') ?? '');
}
/** The customer answers LINE's own dialog. */
async function answer(dialog: URL, decision: 'confirm' | 'fail' | 'cancel'): Promise<void> {
  const body = new URLSearchParams([...dialog.searchParams, ['decision', decision]]);
  expect((await fetch(dialog.origin + dialog.pathname, { method: 'POST', body })).status).toBe(200);
}
/** LINE tells how a dialog ended, whatever happened in it, signed as every event. */
async function lineTells(world: WholeWorld, link: { result: string; nonce: string }, userId: string | null) {
  const { botUserId, channelSecret } = world.account;
  const event = {
    type: 'accountLink',
    mode: 'active',
    timestamp: world.clock.now(),
    webhookEventId: `01${Math.random().toString(36).slice(2).toUpperCase()}`,
    deliveryContext: { isRedelivery: false },
    ...(userId === null ? {} : { source: { type: 'user', userId } }),
    link,
  };
  const body = JSON.stringify({ destination: botUserId, events: [event] });
  const signature = createHmac('sha256', channelSecret).update(body).digest('base64');
  const answer = await fetch(`${world.relay.url}/hooks/line/${botUserId}`, {
    method: 'POST',
    headers: { 'x-line-signature': signature },
    body,
  });
  expect(answer.status).toBe(200);
}

test('a customer who confirms is linked, and the message, the page and the desk say so on the way', async () => {
  const at = await desk('zh-TW');
  const { world, console, userId, friendId, contact } = at;
  const asked = await ask(at, contact.id);
  expect(asked).toMatchObject({ contactId: contact.id, contactName: contact.displayName });
  expect(asked.expiresAt - asked.sentAt).toBe(10 * minute);
  await inState(at, asked.id, 'sent');
  expect(await console.desk('requested')).toMatchObject([{ friendId, openRequestUntil: asked.expiresAt }]);
  const sent = await message(console);
  expect(sent.template.text).toContain('請在 10 分鐘內確認');
  const url = urlIn(sent);
  const page = await fetch(url);
  expect(await page.text()).toContain(contact.displayName);
  await inState(at, asked.id, 'opened');
  const dialog = await confirm(url);
  const nonce = dialog.searchParams.get('nonce') ?? '';
  expect(nonce.length).toBeGreaterThanOrEqual(10);
  expect(nonce.length).toBeLessThanOrEqual(255);
  await answer(dialog, 'confirm');
  await inState(at, asked.id, 'linked');
  expect(console.linkOf(userId)).toEqual({ contactId: contact.id, origin: 'customerLinked' });
  expect(await console.desk('requested')).toEqual([]);
  await eventually('the page says so', async () => (await (await fetch(url)).text()).includes('已連結'));
  expect(JSON.stringify(console.read('SELECT * FROM link_request'))).not.toContain(nonce);
  // what the consoles tell each other lies on the relay's disk
  await eventually(
    'the message is shared',
    () => console.read(`SELECT 1 FROM message WHERE direction = 'out' AND shared_at IS NOT NULL`).length === 1,
  );
  expect((await message(console)).template.actions[0]?.uri).toMatch(/\/link\/$/);
  await world.relay.close();
  const relayFolder = join(world.folder, 'relay');
  const files = readdirSync(relayFolder, { withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map(({ name }) => name).filter((name) => name !== 'relay.key')) {
    const bytes = readFileSync(join(relayFolder, file));
    expect(bytes.includes(url.pathname.slice('/link/'.length))).toBe(false);
    expect(bytes.includes(url.searchParams.get('linkToken') ?? '')).toBe(false);
  }
});

test('whoever is not the friend who was asked is not linked, and a nonce counts once', async () => {
  const at = await desk();
  const { world, console, userId, contact } = at;
  const asked = await ask(at, contact.id);
  const nonce = (await confirm(urlIn(await message(console)))).searchParams.get('nonce') ?? '';
  const stranger = await world.stranger('Somebody');
  await world.follow(stranger);
  await lineTells(world, { result: 'ok', nonce: `${nonce}x` }, userId);
  await lineTells(world, { result: 'ok', nonce }, stranger);
  const failed = await inState(at, asked.id, 'failed');
  expect(failed.problem).toEqual({ code: 'LINK_REQUEST_FAILED', params: { reason: 'otherUser' } });
  await lineTells(world, { result: 'ok', nonce }, userId);
  await world.write(stranger, 'marker');
  await eventually('all taken', () => console.read(`SELECT 1 FROM message WHERE text = 'marker'`).length === 1);
  expect(console.linkOf(userId)).toBeNull();
  expect(console.linkOf(stranger)).toBeNull();
  expect((await console.desk()).map((row) => row.displayName)).toContain('相沢 りさ');
});

test("LINE's own refusal is shown with its reason", async () => {
  const at = await desk();
  const asked = await ask(at, at.contact.id);
  await answer(await confirm(urlIn(await message(at.console))), 'fail');
  expect((await inState(at, asked.id, 'failed')).problem?.params).toEqual({ reason: 'line' });
});

test('a request ends by itself after ten minutes, and an answer that LINE gave in time still counts', async () => {
  const at = await desk();
  const { world, console, userId, contact } = at;
  const asked = await ask(at, contact.id);
  const nonce = (await confirm(urlIn(await message(console)))).searchParams.get('nonce') ?? '';
  world.clock.jump(11 * minute);
  const expired = await inState(at, asked.id, 'expired');
  expect(expired.problem?.code).toBe('LINK_REQUEST_EXPIRED');
  expect((await console.desk()).map((row) => row.displayName)).toContain('相沢 りさ');
  await lineTells(world, { result: 'ok', nonce }, userId);
  await inState(at, asked.id, 'linked');
  expect(console.linkOf(userId)?.contactId).toBe(contact.id);
});

test('a new request withdraws the one before, and one that was cancelled leads nowhere', async () => {
  const at = await desk();
  const { console, contact, other } = at;
  const first = await ask(at, contact.id);
  await inState(at, first.id, 'sent');
  const firstUrl = urlIn(await message(console));
  const second = await ask(at, other.id);
  expect((await request(at, first.id)).state).toBe('cancelled');
  await eventually('the page says so', async () => (await fetch(firstUrl)).status === 410);
  await console.engine.links.cancelRequest({ id: second.id });
  await console.engine.links.cancelRequest({ id: second.id });
  expect((await request(at, second.id)).state).toBe('cancelled');
  expect((await console.desk()).map((row) => row.displayName)).toContain('相沢 りさ');
});

test('a friend with another contact gets the one that they confirmed, and the other is known', async () => {
  const at = await desk();
  const { world, console, userId, friendId, contact, other } = at;
  await console.engine.links.link({ friendId, contactId: other.id });
  await expect(ask(at, other.id)).rejects.toMatchObject({ code: 'FRIEND_ALREADY_LINKED' });
  const asked = await ask(at, contact.id);
  const nonce = (await confirm(urlIn(await message(console)))).searchParams.get('nonce') ?? '';
  await lineTells(world, { result: 'ok', nonce }, userId);
  await inState(at, asked.id, 'linked');
  expect(console.linkOf(userId)).toEqual({ contactId: contact.id, origin: 'customerLinked' });
  expect(console.read('SELECT replaced_contact_id AS id FROM link_request')).toEqual([{ id: other.id }]);
});

test('nothing is sent when LINE gives no token or the relay cannot be reached', async () => {
  const at = await desk();
  const { world, console, userId, friendId, contact } = at;
  world.relay.setNetwork(false);
  await expect(ask(at, contact.id)).rejects.toMatchObject({ code: 'RELAY_UNREACHABLE' });
  const [failed] = await console.engine.links.requests({ friendId });
  expect(failed).toMatchObject({ state: 'failed', problem: { code: 'RELAY_UNREACHABLE' } });
  world.relay.setNetwork(true);
  await world.control('POST', `/line/accounts/${world.account.botUserId}/block`, { userId });
  await expect(ask(at, contact.id)).rejects.toMatchObject({ code: 'LINE_RECIPIENT_UNKNOWN' });
  expect(console.read(`SELECT 1 FROM message WHERE direction = 'out'`)).toEqual([]);
  await expect(ask(at, contactIdSchema.parse('999'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
