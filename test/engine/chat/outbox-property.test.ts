import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatMessage } from '../../../src/shared/model/chat';
import type { OutgoingContent } from '../../../src/shared/model/outgoing';
import { validateLineExchange } from '../../support/line-spec';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

const faults = [
  { kind: 'dropBefore' },
  { kind: 'dropAfter' },
  { kind: 'brokenJson' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'rateLimit' },
  { kind: 'expiredToken' },
] as const;

const textOf = (text: string): OutgoingContent => ({ type: 'text', parts: [{ kind: 'text', text }] });
const wordsOf = ({ content }: ChatMessage): string => (content.type === 'text' ? content.text : '');

/** Bubbles of one call share what became of it. */
function expectWholeBundles(thread: readonly ChatMessage[]): void {
  const states = new Map<string | null, string>();
  for (const { bundleId, state, via } of thread) {
    const known = states.get(bundleId) ?? `${state} ${via}`;
    expect(`${state} ${via}`).toBe(known);
    states.set(bundleId, known);
  }
}

const step = fc.record({
  /** The customer writes first, so that there is a fresh reply token. */
  writes: fc.boolean(),
  /** Bubbles of each call. */
  calls: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  faults: fc.array(fc.record({ fault: fc.constantFrom(...faults), times: fc.integer({ min: 1, max: 2 }) }), {
    maxLength: 2,
  }),
  isOffline: fc.boolean(),
});

test('whatever LINE and the network do: the phone gets each message once, or the thread says that nobody knows', async () => {
  const world = await LineWorld.start();
  const console = await world.connected();
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      number += 1;
      const userId = await world.customer(`Customer ${number}`);
      await world.write(userId, `start ${number}`);
      const conversation = await console.conversationWith(`start ${number}`);
      const ids: string[] = [];
      for (const [index, { writes, calls, faults: planned, isOffline }] of steps.entries()) {
        if (writes) {
          await world.write(userId, `question ${number}.${index}`);
          await console.conversationWith(`question ${number}.${index}`);
        }
        for (const { fault, times } of planned) await world.fault({ ...fault, times, path: 'message/(reply|push)' });
        if (isOffline) await world.control('POST', '/network', { isUp: false });
        for (const [n, size] of calls.entries()) {
          const contents = Array.from({ length: size }, (_, place) => textOf(`${number}.${index}.${n}.${place}`));
          const made = await console.chat.service.send({ ...outgoingText(conversation.id, 'x'), contents });
          ids.push(...made.map(({ id }) => id));
        }
        if (isOffline) await world.control('POST', '/network', { isUp: true });
        await eventually('nothing under way', () => {
          console.chat.wake();
          return console.chat.queues().outgoingQueued === 0;
        });
        await world.control('DELETE', '/faults');
      }
      const received = await world.receivedTexts(userId);
      expect(new Set(received).size).toBe(received.length);
      const thread = (await console.thread(conversation)).filter((message) => message.direction === 'out');
      expect(thread.map((message) => message.id)).toEqual(ids);
      const accepted = thread.filter((message) => message.state === 'accepted');
      expect(received).toEqual(expect.arrayContaining(accepted.map(wordsOf)));
      const failed = thread.filter((message) => message.state !== 'accepted');
      for (const message of failed) {
        // refused twice in a row even with a new token: that is an answer, and nothing was sent
        if (message.problem?.code === 'LINE_CHANNEL_REFUSED') expect(received).not.toContain(wordsOf(message));
        else expect(message.problem?.code).toBe('LINE_OUTCOME_UNKNOWN');
      }
      // what is neither accepted nor unknown is not on the phone either
      expect(received.every((text) => thread.some((message) => wordsOf(message) === text))).toBe(true);
      // what was accepted stands on the phone in the order of the thread
      const inOrder = received.filter((text) => accepted.some((message) => wordsOf(message) === text));
      expect(inOrder).toEqual(accepted.map(wordsOf));
      expectWholeBundles(thread);
    }),
    { seed: 20_261_122, numRuns: 12, endOnFailure: true },
  );
  const asked = (await world.exchanges()).filter((exchange) => exchange.path.startsWith('/v2/bot/message/'));
  const isWhole = (exchange: (typeof asked)[number]) => exchange.status !== 0 && exchange.status !== 503;
  expect(asked.length).toBeGreaterThan(20);
  const requestFindings = asked
    .filter(isWhole)
    .flatMap((exchange) => validateLineExchange({ ...exchange, host: 'api', responseBody: null }))
    .filter((finding) => finding.where.includes('request'));
  expect(requestFindings).toEqual([]);
});
