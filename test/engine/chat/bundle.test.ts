import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/engine/core/clock';
import { systemClock } from '../../../src/engine/core/clock';
import { startRelay } from '../../../src/relay/server';
import type { ChatMessage, ConversationRow } from '../../../src/shared/model/chat';
import type { OutgoingContent } from '../../../src/shared/model/outgoing';
import { eventually } from '../support/eventually';
import type { LineConsole, LineConsoleOptions } from '../support/line-console';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

const text = (value: string): OutgoingContent => ({ type: 'text', parts: [{ kind: 'text', text: value }] });
const sticker: OutgoingContent = { type: 'sticker', packageId: '446', stickerId: '1988' };
const place: OutgoingContent = { type: 'location', title: '本社', address: '東京', latitude: 35.6, longitude: 139.7 };

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

async function talking(options: Partial<LineConsoleOptions> = {}) {
  const world = await LineWorld.start();
  const secrets = new Map<string, string>();
  const console = await world.connected('one', { secrets, ...options });
  const userId = await world.customer('Olivia');
  await world.write(userId, 'hello');
  const conversation = await console.conversationWith('hello');
  return { world, console, secrets, userId, conversation };
}

function bundle(conversation: ConversationRow, contents: OutgoingContent[]) {
  return { ...outgoingText(conversation.id, 'x'), contents };
}

function states(thread: readonly ChatMessage[]): string[] {
  return thread.filter(({ direction }) => direction === 'out').map(({ state }) => state);
}

async function settled(console: LineConsole, conversation: ConversationRow, state: ChatMessage['state']) {
  return eventually(`all ${state}`, async () => {
    const ours = (await console.thread(conversation)).filter(({ direction }) => direction === 'out');
    return ours.length > 0 && ours.every((message) => message.state === state) && ours;
  });
}

function idOf(message: ChatMessage | undefined): ChatMessage['id'] {
  if (message === undefined) throw new Error('no message');
  return message.id;
}

async function pushes(world: LineWorld) {
  return (await world.exchanges()).filter(({ path }) => /message\/(reply|push)$/.test(path));
}

describe('several bubbles at once', () => {
  test('go in one call, cost one, and are shown by the other consoles as they are here', async () => {
    const { world, console, userId, conversation } = await talking();
    await console.message(conversation, (await console.send(conversation, 'the free one')).id, 'accepted');
    const made = await console.chat.service.send({
      ...bundle(conversation, [text('お待たせしました {a}'), sticker, place]),
      quickReplies: [{ kind: 'say', label: 'はい', text: 'はい' }],
    });
    expect(made).toHaveLength(3);
    expect(new Set(made.map(({ bundleId }) => bundleId)).size).toBe(1);
    const ours = (await settled(console, conversation, 'accepted')).slice(1);
    expect(ours.map(({ via, attempts }) => [via, attempts])).toEqual(Array(3).fill(['push', 1]));
    expect(ours[0]?.canQuote).toBe(true);
    const [, call, ...more] = await pushes(world);
    expect(more).toEqual([]);
    expect(JSON.parse(call?.requestBody ?? '').messages).toHaveLength(3);
    expect((await world.received(userId)).map(({ type }) => type)).toEqual(['text', 'text', 'sticker', 'location']);

    const other = await world.connected('two');
    const there = await eventually('the bundle on the other console', async () => {
      const [row] = await other.conversations();
      const thread = row === undefined ? [] : await other.thread(row);
      return thread.filter(({ origin }) => origin === 'otherConsole').length === 4 && thread.slice(-3);
    });
    expect(there.map(({ content }) => content.type)).toEqual(['text', 'sticker', 'location']);
    expect(there.map(({ bundleId }) => bundleId)).toEqual(made.map(({ bundleId }) => bundleId));
    expect(there[0]?.canQuote).toBe(true);
    expect(there.at(-1)?.quickReplies).toMatchObject([{ kind: 'say', label: 'はい' }]);
  });

  test('whose answer was lost are settled together by the 409, each with its own id', async () => {
    const { world, console, userId, conversation } = await talking();
    await console.message(conversation, (await console.send(conversation, 'free')).id, 'accepted');
    await world.fault({ kind: 'dropAfter', path: 'message/push' });
    await console.chat.service.send(bundle(conversation, [text('one'), text('two')]));
    await settled(console, conversation, 'accepted');
    expect(await world.receivedTexts(userId)).toEqual(['free', 'one', 'two']);
    const rows = console.storage.prepare<[], { id: string | null }>(
      `SELECT line_message_id AS id FROM message WHERE direction = 'out' ORDER BY seq`,
    );
    expect(rows.all().map(({ id }) => id)).toEqual((await world.received(userId)).map(({ id }) => id));
  });

  test('that LINE refuses fail together; discarding any of them gives all back to the draft, files and quote too', async () => {
    const { world, console, conversation } = await talking();
    await console.message(conversation, (await console.send(conversation, 'free')).id, 'accepted');
    await world.control('PATCH', `/line/accounts/${world.account.botUserId}`, {
      quotaType: 'limited',
      quotaValue: 1,
      used: 1,
    });
    const [hello] = await console.thread(conversation);
    const made = await console.chat.service.send({
      ...bundle(conversation, [place, sticker, text('see you')]),
      quoteMessageId: hello?.id ?? null,
      quickReplies: [{ kind: 'camera', label: 'Photo' }],
    });
    await eventually(
      'all failed',
      async () =>
        states(await console.thread(conversation))
          .slice(1)
          .join() === 'failed,failed,failed',
    );
    const draft = await console.chat.service.discard({ messageId: idOf(made[1]) });
    expect(draft).toMatchObject({ text: 'see you', attachments: [place, sticker], quoteMessageId: hello?.id });
    expect(draft.quickReplies).toEqual([{ kind: 'camera', label: 'Photo' }]);
    expect(states(await console.thread(conversation))).toEqual(['accepted']);
    expect((await console.conversations())[0]).toMatchObject({ hasFailedMessage: false, lastText: 'free' });
  });

  test('a quote goes on the bubble that can carry it; what can be quoted no more is told', async () => {
    const { world, console, userId, conversation } = await talking();
    const [hello] = await console.thread(conversation);
    await console.chat.service.send({
      ...bundle(conversation, [place, text('this')]),
      quoteMessageId: hello?.id ?? null,
    });
    const ours = await settled(console, conversation, 'accepted');
    expect(ours.map(({ quote }) => quote?.messageId ?? null)).toEqual([null, hello?.id]);
    const [call] = await pushes(world);
    const messages: { quoteToken?: string }[] = JSON.parse(call?.requestBody ?? '').messages;
    expect(messages.map(({ quoteToken }) => quoteToken !== undefined)).toEqual([false, true]);
    const [id] = await world.write(userId, 'never mind');
    await console.conversationWith('never mind');
    const gone = (await console.thread(conversation)).at(-1);
    await world.control('POST', `/line/messages/${id}/unsend`, {});
    await eventually('unsent', async () => (await console.thread(conversation)).at(-1)?.state === 'unsent');
    const quoting = { ...bundle(conversation, [text('that')]), quoteMessageId: gone?.id ?? null };
    await expect(console.chat.service.send(quoting)).rejects.toMatchObject({ code: 'QUOTE_GONE' });
  });
});

describe('taking back', () => {
  test('nothing is sent before the window has passed; within it all comes back and nothing was ever sent', async () => {
    const { world, console, conversation } = await talking({ undoSeconds: 10 });
    const made = await console.chat.service.send(bundle(conversation, [sticker, text('too fast')]));
    expect(made[0]?.undoUntil).toBeGreaterThan(Date.now());
    const next = await console.send(conversation, 'the next one waits its turn');
    const draft = await console.chat.service.discard({ messageId: idOf(made[0]) });
    expect(draft).toMatchObject({ text: 'too fast', attachments: [sticker] });
    expect(await pushes(world)).toEqual([]);
    await console.chat.service.sendNow({ messageId: next.id });
    await settled(console, conversation, 'accepted');
    expect(await pushes(world)).toHaveLength(1);
  });

  test('what the window kept when the program ended goes at the next start, but not after ten minutes', async () => {
    const clock = movedClock();
    const { world, console, secrets, userId, conversation } = await talking({ undoSeconds: 10, clock });
    await console.send(conversation, 'soon');
    await console.stop();
    clock.move(60_000);
    const second = world.console('one', { secrets, clock, undoSeconds: 10 });
    second.start();
    await settled(second, conversation, 'accepted');
    await second.send(conversation, 'yesterday');
    await second.stop();
    clock.move(11 * 60_000);
    const third = world.console('one', { secrets, clock, undoSeconds: 10 });
    third.start();
    const [held] = await third.chat.service.waiting({ conversationId: conversation.id });
    expect(held?.bubbles).toMatchObject([{ state: 'queued', heldBecause: 'tooLate' }]);
    expect((await third.conversations())[0]?.hasHeld).toBe(true);
    expect(await world.receivedTexts(userId)).toEqual(['soon']);
    await third.chat.service.sendNow({ messageId: idOf(held?.bubbles[0]) });
    await settled(third, conversation, 'accepted');
    expect(await world.receivedTexts(userId)).toEqual(['soon', 'yesterday']);
  });
});

describe('what had to wait', () => {
  test('is held when the customer or a colleague wrote meanwhile, shown with what came, and goes when a person says so', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/network', { isUp: false });
    const waiting = await console.send(conversation, 'our price is 100');
    await eventually('the reason', async () => (await console.thread(conversation)).at(-1)?.problem !== null);
    await console.stop();
    await world.control('POST', '/network', { isUp: true });
    await world.write(userId, 'I have changed my mind');
    const colleague = await world.connected('two');
    const there = await colleague.conversationWith('I have changed my mind');
    await colleague.message(there, (await colleague.send(there, 'no problem')).id, 'accepted');
    const again = world.console('one', {
      secrets: new Map([[`line/${world.account.botUserId}/channel-secret`, world.account.channelSecret]]),
    });
    again.start();
    const [call] = await eventually('held', async () => {
      const found = await again.chat.service.waiting({ conversationId: conversation.id });
      return found[0]?.since.length === 2 && found;
    });
    expect(call?.bubbles).toMatchObject([{ id: waiting.id, heldBecause: 'threadMovedOn' }]);
    expect(call?.since.map(({ content }) => content)).toMatchObject([
      { text: 'I have changed my mind' },
      { text: 'no problem' },
    ]);
    expect(await world.receivedTexts(userId)).toEqual(['no problem']);
    // what is written now goes at once
    const now = await again.send(conversation, 'tell me');
    await again.message(conversation, now.id, 'accepted');
    await again.chat.service.sendNow({ messageId: waiting.id });
    await again.message(conversation, waiting.id, 'accepted');
    expect(await world.receivedTexts(userId)).toEqual(['no problem', 'tell me', 'our price is 100']);
    expect((await again.thread(conversation)).at(-1)?.id).toBe(waiting.id);
  });

  test('waits for the relay even if LINE can be reached, goes by itself when nothing came, and a person can send it at once', async () => {
    const { world, console, userId, conversation } = await talking();
    const { port } = world.relay;
    await world.relay.close();
    await eventually('the relay is lost', () => console.intake.relayState() === 'offline');
    const first = await console.send(conversation, 'blind');
    const second = await console.send(conversation, 'now');
    expect((await console.thread(conversation)).at(-2)).toMatchObject({
      state: 'queued',
      problem: { code: 'RELAY_UNREACHABLE' },
    });
    expect(await pushes(world)).toEqual([]);
    // what still waits is passed
    await console.chat.service.sendNow({ messageId: second.id });
    await console.message(conversation, second.id, 'accepted');
    await console.chat.service.discard({ messageId: first.id });
    const third = await console.send(conversation, 'patient');
    const relay = await startRelay({
      dataFolder: join(world.folder, 'relay'),
      port,
      limits: { minFreeBytes: 0 },
      hubspotClientSecrets: [],
    });
    await console.message(conversation, third.id, 'accepted');
    expect(await world.receivedTexts(userId)).toEqual(['now', 'patient']);
    await console.stop();
    await relay.close();
  });
});
