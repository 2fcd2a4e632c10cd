import { expect, test } from 'vitest';
import { loadLineSpec } from '../../support/line-spec';
import { control, LineCaller, smallSandbox, webhookReceiver } from '../support/sandbox-client';

const spec = loadLineSpec();
// biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape
type Json = any;

test('the past of a new trial holds a few of every kind, told as LINE tells it, and exactly as many messages as asked for', async () => {
  const sandbox = await smallSandbox({ contacts: 300, friends: 120, messages: 4_000 });
  const hook = await webhookReceiver();
  const line = await LineCaller.of(sandbox);
  await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url });
  const counts = (await control(sandbox, 'GET', '/state')).json.line.messages;
  expect(counts.in + counts.out).toBe(4_000);
  await sandbox.deliverHistory();
  const events: Json[] = hook.received.flatMap((one) => one.json.events);
  expect(spec === null ? [] : hook.received.flatMap((one) => spec.webhook(one.json))).toEqual([]);
  const messages = events.filter((event) => event.type === 'message').map((event) => event.message);
  const count = (fits: (message: Json) => boolean) => messages.filter(fits).length;
  for (const type of ['video', 'audio', 'file', 'image', 'sticker', 'location', 'text']) {
    expect(
      count((message) => message.type === type),
      type,
    ).toBeGreaterThan(3);
  }
  expect(count((message) => message.imageSet?.total === 3)).toBeGreaterThan(2);
  expect(count((message) => message.emojis?.length > 0)).toBeGreaterThan(3);
  expect(count((message) => message.mention?.mentionees[0].isSelf === true)).toBeGreaterThan(0);
  const ids = new Set(messages.map((message) => message.id));
  const quoting = messages.filter((message) => message.quotedMessageId !== undefined);
  expect(quoting.length).toBeGreaterThan(3);
  const unsent = events.filter((event) => event.type === 'unsend');
  expect(unsent.length).toBeGreaterThan(1);
  expect(unsent.every((event) => ids.has(event.unsend.messageId))).toBe(true);
  const edited = events.filter((event) => event.type === 'messageEdited');
  expect(edited.length).toBe(2);
  for (const { message } of edited) {
    expect(messages.find((one) => one.id === message.id).text).not.toBe(message.text);
  }
  expect(events.filter((event) => event.type === 'join').length).toBe(3);
  const account = sandbox.officialAccounts[0]?.channelId;
  const sent: Json[] = (await control(sandbox, 'GET', `/line/history/outgoing?account=${account}&limit=5000`)).json
    .messages;
  for (const kind of ['buttons', 'confirm', 'carousel']) {
    expect(
      sent.some(({ message }) => message.template?.type === kind),
      kind,
    ).toBe(true);
  }
  expect(sent.some(({ message }) => message.type === 'flex')).toBe(true);
  expect(sent.some(({ message }) => message.quoteToken !== undefined)).toBe(true);
  const image = sent.find(({ message }) => message.type === 'image').message.originalContentUrl as string;
  expect((await fetch(image)).headers.get('content-type')).toBe('image/png');
  // What the account said in the past is within LINE's limits as well.
  const kinds = new Map(sent.map(({ message }) => [`${message.type}${message.template?.type ?? ''}`, message]));
  for (const message of kinds.values()) {
    const answer = await line.api('POST', '/v2/bot/message/validate/push', { messages: [message] });
    expect(answer.json, JSON.stringify(message)).toEqual({});
  }
});
