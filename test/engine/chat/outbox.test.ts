import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/engine/core/clock';
import { systemClock } from '../../../src/engine/core/clock';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

/** The computer's clock, some time ahead. */
function movedClock(): Clock & { move(ms: number): void } {
  let leadMs = 0;
  return {
    now: () => Date.now() + leadMs,
    after: systemClock.after,
    move(ms) {
      leadMs += ms;
    },
  };
}

async function talking(clock?: Clock) {
  const world = await LineWorld.start();
  const console = await world.connected('one', clock === undefined ? {} : { clock });
  const userId = await world.customer('Olivia');
  await world.write(userId, 'hello');
  const conversation = await console.conversationWith('hello');
  return { world, console, userId, conversation };
}

async function sends(world: LineWorld) {
  return (await world.exchanges()).filter(({ path }) => /message\/(reply|push)$/.test(path));
}

describe('the way to LINE', () => {
  test('an expired reply token is never used: the answer goes by push with its retry key', async () => {
    const clock = movedClock();
    const { world, console, userId, conversation } = await talking(clock);
    clock.move(51_000);
    const message = await console.send(conversation, 'late');
    expect(await console.message(conversation, message.id, 'accepted')).toMatchObject({ via: 'push' });
    const [only, ...more] = await sends(world);
    expect(more).toEqual([]);
    expect(only?.path).toMatch(/push$/);
    expect(only?.requestHeaders['x-line-retry-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(await world.receivedTexts(userId)).toEqual(['late']);
  });

  test('a reply token that LINE refuses on the first try is followed by a push', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/clock/advance', { ms: 10 * 60_000 });
    const message = await console.send(conversation, 'still here');
    expect(await console.message(conversation, message.id, 'accepted')).toMatchObject({ via: 'push', attempts: 2 });
    expect((await sends(world)).map(({ path, status }) => `${path.split('/').at(-1)} ${status}`)).toEqual([
      'reply 400',
      'push 200',
    ]);
    expect(await world.receivedTexts(userId)).toEqual(['still here']);
  });

  test('a push whose answer was lost is sent once: the same key brings 409, which is success', async () => {
    const { world, console, userId, conversation } = await talking();
    const free = await console.send(conversation, 'one');
    await console.message(conversation, free.id, 'accepted');
    await world.fault({ kind: 'dropAfter', path: 'message/push' });
    const message = await console.send(conversation, 'two');
    const accepted = await console.message(conversation, message.id, 'accepted');
    expect(accepted).toMatchObject({ via: 'push', attempts: 2 });
    const pushes = (await sends(world)).filter(({ path }) => path.endsWith('push'));
    expect(pushes.map(({ status }) => status)).toEqual([0, 409]);
    expect(new Set(pushes.map(({ requestHeaders }) => requestHeaders['x-line-retry-key'])).size).toBe(1);
    expect(new Set(pushes.map(({ requestBody }) => requestBody)).size).toBe(1);
    expect(await world.receivedTexts(userId)).toEqual(['one', 'two']);
    const [, second] = await world.received(userId);
    const row = console.storage.prepare<[string], { id: string }>(
      'SELECT line_message_id AS id FROM message WHERE id = ?',
    );
    expect(row.get(message.id)?.id).toBe(second?.id);
  });

  test('a reply whose answer was lost is never pushed by itself: it is shown as unknown, a person decides', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.fault({ kind: 'dropAfter', path: 'message/reply' });
    const message = await console.send(conversation, 'did it arrive?');
    const failed = await console.message(conversation, message.id, 'failed');
    expect(failed).toMatchObject({ problem: { code: 'LINE_OUTCOME_UNKNOWN' }, canRetry: true });
    expect((await sends(world)).map(({ path, status }) => `${path.split('/').at(-1)} ${status}`)).toEqual([
      'reply 0',
      'reply 400',
    ]);
    expect(await world.receivedTexts(userId)).toEqual(['did it arrive?']);
    expect((await console.conversations())[0]?.hasFailedMessage).toBe(true);
    await console.chat.service.retry({ messageId: message.id });
    expect(await console.message(conversation, message.id, 'accepted')).toMatchObject({ via: 'push' });
    expect((await console.conversations())[0]?.hasFailedMessage).toBe(false);
  });

  test('a reply that never arrived is repeated with the same token and arrives once, free', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.fault({ kind: 'dropBefore', path: 'message/reply' });
    const message = await console.send(conversation, 'again');
    expect(await console.message(conversation, message.id, 'accepted')).toMatchObject({ via: 'reply', attempts: 2 });
    expect(await world.receivedTexts(userId)).toEqual(['again']);
  });

  test('a token that LINE no longer knows is renewed once and the message goes', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/line/tokens/expire', {});
    const message = await console.send(conversation, 'new token');
    await console.message(conversation, message.id, 'accepted');
    expect(await world.receivedTexts(userId)).toEqual(['new token']);
  });
});

describe('without a network', () => {
  test('messages wait in order and each arrives once when it is back', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/network', { isUp: false });
    const texts = ['first', 'second', 'third'];
    for (const text of texts) await console.send(conversation, text);
    await eventually('the reason why it waits', async () =>
      (await console.thread(conversation)).find((message) => message.problem?.code === 'LINE_UNREACHABLE'),
    );
    expect((await console.thread(conversation)).slice(1).map((message) => message.state)).not.toContain('failed');
    expect(console.chat.queues().outgoingQueued).toBe(3);
    await world.control('POST', '/network', { isUp: true });
    console.chat.wake();
    await eventually('all accepted', () => console.chat.queues().outgoingQueued === 0);
    expect(await world.receivedTexts(userId)).toEqual(texts);
  });

  test('what waits outlives a restart of the console', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/network', { isUp: false });
    await console.send(conversation, 'kept');
    await console.stop();
    await world.control('POST', '/network', { isUp: true });
    const { channelSecret, botUserId } = world.account;
    const again = world.console('one', { secrets: new Map([[`line/${botUserId}/channel-secret`, channelSecret]]) });
    again.start();
    await eventually('the phone shows it', async () => (await world.receivedTexts(userId)).length > 0);
    expect(await world.receivedTexts(userId)).toEqual(['kept']);
  });
});

describe('what LINE refuses', () => {
  test('a used-up quota fails the message with that reason and the next free reply still goes', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('PATCH', `/line/accounts/${world.account.botUserId}`, {
      quotaType: 'limited',
      quotaValue: 1,
      used: 1,
    });
    const free = await console.send(conversation, 'free');
    const paid = await console.send(conversation, 'paid');
    await console.message(conversation, free.id, 'accepted');
    const failed = await console.message(conversation, paid.id, 'failed');
    expect(failed.problem?.code).toBe('LINE_QUOTA_USED');
    expect(await world.receivedTexts(userId)).toEqual(['free']);
    const { text } = await console.chat.service.discard({ messageId: paid.id });
    expect(text).toBe('paid');
    expect((await console.thread(conversation)).map((message) => message.id)).not.toContain(paid.id);
  });

  test('a rate limit is waited out', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.fault({ kind: 'rateLimit', path: 'message/reply' });
    const message = await console.send(conversation, 'slowly');
    await console.message(conversation, message.id, 'accepted');
    expect(await world.receivedTexts(userId)).toEqual(['slowly']);
  });

  test('nothing is sent to a friend who blocked the account', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', `/line/accounts/${world.account.botUserId}/block`, { userId });
    await eventually('the block', async () =>
      (await console.conversations()).find((row) => row.followStatus === 'blocked'),
    );
    await expect(console.send(conversation, 'hello?')).rejects.toMatchObject({ code: 'LINE_RECIPIENT_UNKNOWN' });
    expect(await sends(world)).toEqual([]);
  });
});

test('a repeated send with the same client id is one message', async () => {
  const { world, console, userId, conversation } = await talking();
  const call = outgoingText(conversation.id, 'once');
  const [[one], [two]] = await Promise.all([console.chat.service.send(call), console.chat.service.send(call)]);
  expect(one?.id).toBe(two?.id);
  await console.message(conversation, one?.id ?? '', 'accepted');
  expect(await world.receivedTexts(userId)).toEqual(['once']);
});

test('what one console sent is shown by the others, and not doubled in its own thread', async () => {
  const { world, console, conversation } = await talking();
  const message = await console.send(conversation, 'from the first');
  await console.message(conversation, message.id, 'accepted');
  const other = await world.connected('two');
  const there = await eventually('the message on the other console', async () => {
    const row = (await other.conversations()).find((found) => found.lastText === 'from the first');
    return row && (await other.thread(row)).find((found) => found.origin === 'otherConsole');
  });
  expect(there).toMatchObject({ state: 'accepted', via: 'reply' });
  await world.write(
    (await console.chat.service.conversation({ id: conversation.id })).id && (await world.customer('later')),
    'marker',
  );
  await console.conversationWith('marker');
  expect((await console.thread(conversation)).filter((found) => found.direction === 'out')).toHaveLength(1);
});
