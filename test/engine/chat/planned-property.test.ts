import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../src/engine/core/clock';
import type { ChatMessage, ConversationRow } from '../../../src/shared/model/chat';
import type { OutgoingContent } from '../../../src/shared/model/outgoing';
import { eventually } from '../support/eventually';
import type { LineConsole } from '../support/line-console';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

const hourMs = 60 * 60_000;
const faults = [
  { kind: 'dropBefore' },
  { kind: 'dropAfter' },
  { kind: 'brokenJson' },
  { kind: 'status', status: 500 },
  { kind: 'rateLimit' },
  { kind: 'expiredToken' },
] as const;

const who = fc.constantFrom(0, 1);
const plan = fc.record({
  by: who,
  bubbles: fc.integer({ min: 1, max: 5 }),
  /** The customer writes before its time. */
  isAnswered: fc.boolean(),
  faults: fc.array(fc.record({ fault: fc.constantFrom(...faults), times: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 2,
  }),
  /** This console is off at its time, and comes back afterwards. */
  isOff: fc.option(who),
  /** The relay cannot be reached for a moment after its time has come. */
  isRelayCut: fc.boolean(),
  /** Somebody writes to the customer at once, while it waits. */
  writesBetween: fc.boolean(),
});

const textOf = (text: string): OutgoingContent => ({ type: 'text', parts: [{ kind: 'text', text }] });
const wordsOf = ({ content }: ChatMessage): string => (content.type === 'text' ? content.text : '');

interface Desk {
  console: LineConsole;
  conversation: ConversationRow;
}

test('two consoles, one relay, whatever happens: what was planned is on the phone once, and both consoles say the same', async () => {
  const world = await LineWorld.start();
  let leadMs = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + leadMs };
  const move = async (ms: number) => {
    leadMs += ms;
    await world.control('POST', '/clock/advance', { ms });
  };
  const devices = await Promise.all(
    ['Aya', 'Ben'].map(async (deviceName) => ({
      name: deviceName,
      secrets: new Map<string, string>(),
      relay: {
        url: world.relay.url,
        ...(await world.relay.createWorkspace({ id: world.workspace.workspaceId, deviceName })),
      },
    })),
  );
  const optionsOf = (place: number) => ({ clock, ...devices[place], agentName: devices[place]?.name ?? '' });
  const consoles: LineConsole[] = [];
  for (const [place, { name }] of devices.entries()) consoles.push(await world.connected(name, optionsOf(place)));
  const restart = (place: number) => {
    const console = world.console(devices[place]?.name, optionsOf(place));
    console.start();
    consoles[place] = console;
  };

  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 3 }), async (plans) => {
      number += 1;
      const userId = await world.customer(`Customer ${number}`);
      await world.write(userId, `start ${number}`);
      const rows = await Promise.all(consoles.map((console) => console.conversationWith(`start ${number}`)));
      const desk = (place: number): Desk => {
        const [console, conversation] = [consoles[place], rows[place]];
        if (console === undefined || conversation === undefined) throw new Error('no desk');
        return { console, conversation };
      };
      const of = async ({ console, conversation }: Desk, prefix: string) =>
        (await console.thread(conversation)).filter((message) => wordsOf(message).startsWith(prefix));
      const all: string[] = [];

      for (const [index, each] of plans.entries()) {
        const prefix = `${number}.${index}.`;
        const words = Array.from({ length: each.bubbles }, (_, place) => `${prefix}${place}`);
        all.push(...words);
        const desks = [0, 1].map(desk);
        const maker = desk(each.by);
        await maker.console.chat.service.send({
          ...outgoingText(maker.conversation.id, 'x'),
          contents: words.map(textOf),
          sendAt: clock.now() + hourMs,
          seenUntil: clock.now(),
        });
        for (const here of desks)
          await eventually('planned', async () => (await of(here, prefix)).length === words.length);
        if (each.isAnswered) {
          await world.write(userId, `question ${prefix}`);
          for (const here of desks)
            await eventually('held', async () => (await of(here, prefix))[0]?.heldBecause === 'customerWrote');
        }
        if (each.writesBetween) {
          const between = `between ${prefix}`;
          all.push(between);
          const sent = await maker.console.chat.service.send({
            ...outgoingText(maker.conversation.id, between),
            seenUntil: clock.now(),
          });
          await maker.console.message(maker.conversation, sent[0]?.id ?? '', 'accepted');
        }
        for (const { fault, times } of each.faults) await world.fault({ ...fault, times, path: 'message/push' });
        if (each.isOff !== null) await consoles[each.isOff]?.stop();
        await move(hourMs + 1_000);
        if (each.isRelayCut) world.relay.setNetwork(false);
        for (const console of consoles) if (console !== consoles[each.isOff ?? -1]) console.chat.wake();
        if (each.isRelayCut) {
          const on = consoles.filter((_, place) => place !== each.isOff);
          await eventually('cut off', () => on.every((console) => console.intake.relayState() !== 'live'));
          world.relay.setNetwork(true);
        }
        if (each.isOff !== null) restart(each.isOff);

        const decider = desk(1 - each.by);
        await eventually(
          `an outcome of ${JSON.stringify(each)}`,
          async () => {
            for (const console of consoles) console.chat.wake();
            const [first] = await of(decider, prefix);
            if (first !== undefined && first.heldBecause !== null) {
              await decider.console.chat.service.sendNow({ messageId: first.id });
            }
            const found = await Promise.all([0, 1].map(async (place) => of(desk(place), prefix)));
            return found.every(
              (thread) => thread.length === words.length && thread.every(({ state }) => state === 'accepted'),
            );
          },
          30_000,
          100,
        );
        await world.control('DELETE', '/faults');
      }
      const received = (await world.receivedTexts(userId)).filter((text) => text !== undefined);
      expect([...received].sort()).toEqual([...all].sort());
      for (const { console, conversation } of [0, 1].map(desk)) {
        const thread = (await console.thread(conversation)).filter(({ direction }) => direction === 'out');
        expect(thread.map(wordsOf).sort()).toEqual([...all].sort());
        // a call stands together, in its order
        expect(thread.map(wordsOf).filter((text) => !text.startsWith('between'))).toEqual(
          received.filter((text) => !text.startsWith('between')),
        );
      }
    }),
    { seed: 20_261_122, numRuns: 8, endOnFailure: true },
  );
});
