import { describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../src/engine/core/clock';
import type { ChatMessage, ConversationRow } from '../../../src/shared/model/chat';
import type { OutgoingContent } from '../../../src/shared/model/outgoing';
import { eventually } from '../support/eventually';
import type { LineConsole } from '../support/line-console';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

const hourMs = 60 * 60_000;

/** One clock for all consoles, some time ahead of the computer's. */
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

/** Consoles of one workspace, each a device of its own, that look at the same conversation. */
async function talking(names: readonly string[], { hasRelay = true } = {}) {
  const world = await LineWorld.start();
  const clock = movedClock();
  const { workspaceId } = world.workspace;
  const secrets = new Map<string, Map<string, string>>();
  const devices = new Map<string, { url: string; workspaceId: string; deviceToken: string }>();
  const start = async (name: string, isAlone = false): Promise<LineConsole> => {
    const device = devices.get(name) ?? {
      url: world.relay.url,
      ...(await world.relay.createWorkspace({ id: workspaceId, deviceName: name })),
    };
    devices.set(name, device);
    const isKnown = secrets.has(name);
    const own = secrets.get(name) ?? new Map<string, string>();
    secrets.set(name, own);
    const options = { clock, secrets: own, relay: device, agentName: name, hasRelay: !isAlone };
    if (!isKnown) return world.connected(name, options);
    const console = world.console(name, options);
    console.start();
    return console;
  };
  const consoles: LineConsole[] = [];
  for (const name of names) consoles.push(await start(name));
  const userId = await world.customer('Olivia');
  await world.write(userId, 'hello');
  const conversations = await Promise.all(consoles.map((console) => console.conversationWith('hello')));
  if (!hasRelay) await Promise.all(consoles.map((console) => console.stop()));
  const [one, two] = consoles;
  const [here, there] = conversations;
  if (one === undefined || here === undefined) throw new Error('no console');
  return { world, clock, start, userId, one, two: two ?? one, here, there: there ?? here };
}

const words: OutgoingContent[] = [
  { type: 'text', parts: [{ kind: 'text', text: 'good morning' }] },
  { type: 'sticker', packageId: '446', stickerId: '1988' },
];

async function plan(console: LineConsole, conversation: ConversationRow, clock: Clock, inMs: number) {
  const call = { ...outgoingText(conversation.id, 'x'), contents: words };
  const [first] = await console.chat.service.send({ ...call, sendAt: clock.now() + inMs, seenUntil: clock.now() });
  if (first === undefined) throw new Error('nothing was planned');
  return first;
}

const ours = async (console: LineConsole, conversation: ConversationRow): Promise<ChatMessage[]> =>
  (await console.thread(conversation)).filter(({ direction }) => direction === 'out');

/** Waits until this console shows the plan, and gives its first bubble. */
function planned(
  console: LineConsole,
  conversation: ConversationRow,
  heldBecause: string | null,
): Promise<ChatMessage> {
  return eventually(`a plan held ${heldBecause}`, async () => {
    const [call] = await console.chat.service.waiting({ conversationId: conversation.id });
    return call?.bubbles.length === 2 && call.bubbles[0]?.heldBecause === heldBecause && call.bubbles[0];
  });
}

function sent(console: LineConsole, conversation: ConversationRow): Promise<ChatMessage[]> {
  return eventually('both bubbles accepted', async () => {
    const found = await ours(console, conversation);
    return found.length === 2 && found.every(({ state }) => state === 'accepted') && found;
  });
}

describe('a message to be sent later', () => {
  test('is shown by all consoles, holds up nothing, and is sent by another one when its own is off', async () => {
    const { world, clock, start, userId, one, two, here, there } = await talking(['Aya', 'Ben']);
    const first = await plan(one, here, clock, hourMs);
    expect(first).toMatchObject({ state: 'queued', scheduledAt: expect.any(Number) });
    expect((await one.conversations())[0]).toMatchObject({ hasScheduled: true, lastText: 'hello' });
    const known = await planned(two, there, null);
    expect(known).toMatchObject({ origin: 'otherConsole', senderName: 'Aya', bundleId: first.bundleId });
    const now = await one.send(here, 'in between');
    await one.message(here, now.id, 'accepted');
    await one.stop();

    clock.move(hourMs + 1_000);
    two.chat.wake();
    await eventually('the phone has it', async () => (await world.received(userId)).length === 3);
    const again = await start('Aya');
    const back = await eventually('accepted where it was planned', async () => {
      const found = (await ours(again, here)).filter(({ bundleId }) => bundleId === first.bundleId);
      return found.length === 2 && found.every(({ state }) => state === 'accepted') && found;
    });
    expect(back.map(({ via, origin }) => [via, origin])).toEqual(Array(2).fill(['push', 'thisConsole']));
    expect((await world.received(userId)).map(({ type }) => type)).toEqual(['text', 'text', 'sticker']);
    expect(await ours(again, here)).toHaveLength(3);
    expect((await ours(two, there)).filter(({ bundleId }) => bundleId === first.bundleId)).toHaveLength(2);
  });

  test('is sent once when all consoles are there at its time', async () => {
    const { world, clock, userId, one, two, here, there } = await talking(['Aya', 'Ben']);
    await plan(one, here, clock, hourMs);
    await planned(two, there, null);
    clock.move(hourMs + 1_000);
    one.chat.wake();
    two.chat.wake();
    await sent(one, here);
    await sent(two, there);
    expect(await world.received(userId)).toHaveLength(2);
  });

  test('is held everywhere when the customer writes first; any console can send it then', async () => {
    const { world, clock, userId, one, two, here, there } = await talking(['Aya', 'Ben']);
    await plan(one, here, clock, hourMs);
    await planned(two, there, null);
    await world.write(userId, 'please call me');
    await planned(one, here, 'customerWrote');
    const held = await planned(two, there, 'customerWrote');
    clock.move(2 * hourMs);
    one.chat.wake();
    two.chat.wake();
    expect(await world.received(userId)).toEqual([]);
    await two.chat.service.sendNow({ messageId: held.id });
    await sent(two, there);
    await sent(one, here);
    expect(await world.received(userId)).toHaveLength(2);
  });

  test('can be moved and taken back from any console', async () => {
    const { world, clock, userId, one, two, here, there } = await talking(['Aya', 'Ben']);
    const first = await plan(one, here, clock, hourMs);
    const known = await planned(two, there, null);
    const later = clock.now() + 5 * hourMs;
    await two.chat.service.reschedule({ messageId: known.id, sendAt: later });
    await eventually('the new time', async () => (await planned(one, here, null)).scheduledAt === later);
    clock.move(2 * hourMs);
    one.chat.wake();
    two.chat.wake();
    const draft = await two.chat.service.discard({ messageId: known.id });
    expect(draft.text === 'good morning' || draft.attachments.length > 0).toBe(true);
    await eventually('gone where it was planned', async () => (await ours(one, here)).length === 0);
    await expect(one.chat.service.sendNow({ messageId: first.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.received(userId)).toEqual([]);
  });

  test('that nobody could send for an hour waits for a person', async () => {
    const { world, clock, start, userId, one, here } = await talking(['Aya']);
    await plan(one, here, clock, hourMs);
    await one.stop();
    clock.move(2 * hourMs + 60_000);
    const again = await start('Aya');
    const held = await planned(again, here, 'tooLate');
    expect(await world.received(userId)).toEqual([]);
    await again.chat.service.sendNow({ messageId: held.id });
    await sent(again, here);
    expect(await world.received(userId)).toHaveLength(2);
  });

  test('that LINE refuses is shown as failed by all, and can be tried again by any', async () => {
    const { world, clock, userId, one, two, here, there } = await talking(['Aya', 'Ben']);
    const quota = (used: number) =>
      world.control('PATCH', `/line/accounts/${world.account.botUserId}`, {
        quotaType: 'limited',
        quotaValue: 1,
        used,
      });
    await quota(1);
    await plan(one, here, clock, hourMs);
    await planned(two, there, null);
    clock.move(hourMs + 1_000);
    one.chat.wake();
    const failed = (console: LineConsole, conversation: ConversationRow) =>
      eventually('failed', async () => {
        const found = await ours(console, conversation);
        return found.length === 2 && found.every(({ problem }) => problem?.code === 'LINE_QUOTA_USED') && found[1];
      });
    await failed(one, here);
    const there2 = await failed(two, there);
    await quota(0);
    await two.chat.service.retry({ messageId: there2.id });
    await sent(one, here);
    await sent(two, there);
    expect(await world.received(userId)).toHaveLength(2);
  });

  test('works without a relay as well, from this console alone', async () => {
    const { world, clock, start, userId, here } = await talking(['Aya'], { hasRelay: false });
    const alone = await start('Aya', true);
    await plan(alone, here, clock, hourMs);
    clock.move(hourMs + 1_000);
    alone.chat.wake();
    await sent(alone, here);
    expect(await world.received(userId)).toHaveLength(2);
  });
});
