import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateLineExchange } from '../../support/line-spec';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';

const faults = [
  { kind: 'dropBefore' },
  { kind: 'dropAfter' },
  { kind: 'brokenJson' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'rateLimit' },
  { kind: 'expiredToken' },
] as const;

const step = fc.record({
  /** The customer writes first, so that there is a fresh reply token. */
  writes: fc.boolean(),
  texts: fc.integer({ min: 1, max: 3 }),
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
      for (const [index, { writes, texts, faults: planned, isOffline }] of steps.entries()) {
        if (writes) {
          await world.write(userId, `question ${number}.${index}`);
          await console.conversationWith(`question ${number}.${index}`);
        }
        for (const { fault, times } of planned) await world.fault({ ...fault, times, path: 'message/(reply|push)' });
        if (isOffline) await world.control('POST', '/network', { isUp: false });
        for (let n = 0; n < texts; n++) ids.push((await console.send(conversation, `${number}.${index}.${n}`)).id);
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
      const textOf = (message: (typeof thread)[number]) =>
        message.content.type === 'text' ? message.content.text : '';
      expect(received).toEqual(expect.arrayContaining(accepted.map(textOf)));
      const failed = thread.filter((message) => message.state !== 'accepted');
      expect(failed.every((message) => message.problem?.code === 'LINE_OUTCOME_UNKNOWN')).toBe(true);
      // what is neither accepted nor unknown is not on the phone either
      expect(received.every((text) => thread.some((message) => textOf(message) === text))).toBe(true);
      // what was accepted stands on the phone in the order of the thread
      const inOrder = received.filter((text) => accepted.some((message) => textOf(message) === text));
      expect(inOrder).toEqual(accepted.map(textOf));
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
