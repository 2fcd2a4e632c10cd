import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConversationRow } from '../../../src/shared/model/chat';
import { bundle } from '../../relay/bundle';
import type { ConsoleTask } from '../support/console-process';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';

// under the repository, so that the bundle finds the database driver
const built = mkdtempSync(join(resolve(import.meta.dirname, '../../..'), 'node_modules/.lumo-crash-'));
let entry = '';
beforeAll(async () => {
  entry = await bundle('test/engine/support/console-process.ts', built);
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** A small generator with a seed, so that a failing round can be repeated. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A world with one conversation; `isFree` = its reply token is unused. */
async function talking(isFree: boolean) {
  const world = await LineWorld.start();
  const secrets = new Map<string, string>();
  const console = await world.connected('one', { secrets });
  const userId = await world.customer('ひな🌸');
  await world.write(userId, 'hi');
  const conversation = await console.conversationWith('hi');
  if (!isFree) await console.message(conversation, (await console.send(conversation, 'opening')).id, 'accepted');
  await console.stop();
  return { world, secrets, userId, conversation };
}

/** Runs a console process until it dies; `killAfterMs` counts from the moment it begins to send. */
async function runUntilDeath(
  { world, secrets, conversation }: { world: LineWorld; secrets: Map<string, string>; conversation: ConversationRow },
  crashAt: ConsoleTask['crashAt'],
  texts: readonly string[],
  killAfterMs: number | null = null,
): Promise<void> {
  const task: ConsoleTask = {
    dataFolder: join(world.folder, 'one'),
    lineApi: world.sandbox.endpoints.lineApi,
    lineData: world.sandbox.endpoints.lineData,
    relay: { url: world.relay.url, ...world.workspace },
    secrets: [...secrets],
    conversationId: conversation.id,
    messages: texts.map((text) => ({ clientId: crypto.randomUUID(), text })),
    crashAt,
  };
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, CONSOLE_TASK: JSON.stringify(task) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<NodeJS.Signals | null>((done) => child.once('exit', (_code, signal) => done(signal)));
  if (killAfterMs !== null) {
    await new Promise<void>((begun) => child.stdout.once('data', () => begun()));
    await pause(killAfterMs);
    child.kill('SIGKILL');
  }
  expect(await gone).toBe('SIGKILL');
}

describe('kill -9 in the middle of a send', () => {
  test.each([
    { crashAt: 'beforeAttempt', isFree: true, state: 'accepted', via: 'reply' },
    { crashAt: 'beforeCall', isFree: true, state: 'accepted', via: 'reply' },
    { crashAt: 'afterAnswer', isFree: true, state: 'failed', via: null },
    { crashAt: 'beforeAttempt', isFree: false, state: 'accepted', via: 'push' },
    { crashAt: 'beforeCall', isFree: false, state: 'accepted', via: 'push' },
    { crashAt: 'afterAnswer', isFree: false, state: 'accepted', via: 'push' },
  ] as const)(
    '$crashAt, free reply $isFree: the phone has it once, the thread says $state',
    async ({ crashAt, isFree, state, via }) => {
      const scene = await talking(isFree);
      await runUntilDeath(scene, crashAt, ['fragile']);
      const again = scene.world.console('one', { secrets: scene.secrets });
      again.start();
      const message = await eventually('an outcome', async () =>
        (await again.thread(scene.conversation)).find(
          (found) =>
            found.content.type === 'text' &&
            found.content.text === 'fragile' &&
            ['accepted', 'failed'].includes(found.state),
        ),
      );
      expect(message).toMatchObject({ state, via });
      if (state === 'failed') expect(message.problem?.code).toBe('LINE_OUTCOME_UNKNOWN');
      expect((await scene.world.receivedTexts(scene.userId)).filter((text) => text === 'fragile')).toHaveLength(1);
    },
  );

  test('at any moment, again and again: nothing is sent twice, nothing accepted is missing, nothing stored is lost', async () => {
    const scene = await talking(true);
    const random = dice(20_261_122);
    const sent: string[] = [];
    for (let round = 0; round < 8; round++) {
      const texts = [0, 1, 2].map((n) => `round ${round} message ${n}`);
      sent.push(...texts);
      await scene.world.write(scene.userId, `again ${round}`);
      await runUntilDeath(scene, 'whenTold', texts, Math.floor(random() * 60));
    }
    const again = scene.world.console('one', { secrets: scene.secrets });
    again.start();
    await eventually('nothing under way', () => again.chat.queues().outgoingQueued === 0, 30_000);
    const received = await scene.world.receivedTexts(scene.userId);
    expect(new Set(received).size).toBe(received.length);
    const thread = (await again.thread(scene.conversation)).filter((message) => message.direction === 'out');
    const textOf = (message: (typeof thread)[number]) => (message.content.type === 'text' ? message.content.text : '');
    for (const message of thread) {
      if (message.state === 'accepted') expect(received).toContain(textOf(message));
      else expect(message).toMatchObject({ state: 'failed', problem: { code: 'LINE_OUTCOME_UNKNOWN' } });
    }
    // what the phone has is in the thread; the rest was killed before it was stored
    expect(thread.map(textOf)).toEqual(expect.arrayContaining(received));
    expect(sent).toEqual(expect.arrayContaining(thread.map(textOf)));
  });
});
