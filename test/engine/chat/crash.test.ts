import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../../src/shared/model/chat';
import { bundle } from '../../relay/bundle';
import type { ConsoleTask } from '../support/console-process';
import { eventually } from '../support/eventually';
import type { LineConsole } from '../support/line-console';
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

function textOf({ content }: ChatMessage): string {
  return content.type === 'text' ? content.text : '';
}

/** A world with one conversation; `isFree` = its reply token is unused. */
async function talking(isFree: boolean) {
  const world = await LineWorld.start();
  const secrets = new Map<string, string>();
  const console = await world.connected('one', { secrets });
  const userId = await world.customer('ひな🌸');
  await world.write(userId, 'hi');
  const conversation = await console.conversationWith('hi');
  const fileId = await picture(console);
  if (!isFree) await console.message(conversation, (await console.send(conversation, 'opening')).id, 'accepted');
  await console.stop();
  return { world, secrets, userId, conversation, fileId };
}
type Scene = Awaited<ReturnType<typeof talking>>;

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A picture that the console has taken to be sent. */
async function picture(console: LineConsole): Promise<string> {
  const about = { kind: 'image', name: 'p.png', contentType: 'image/png', durationMs: null } as const;
  return (await console.chat.outgoingFiles.add(new Blob([png]).stream(), about)).id;
}

/** Runs a console process until it dies; `killAfterMs` counts from the moment it begins to send. */
async function runUntilDeath(
  { world, secrets, conversation }: Pick<Scene, 'world' | 'secrets' | 'conversation'>,
  crashAt: ConsoleTask['crashAt'],
  messages: readonly Omit<ConsoleTask['messages'][number], 'clientId'>[],
  killAfterMs: number | null = null,
): Promise<void> {
  const task: ConsoleTask = {
    dataFolder: join(world.folder, 'one'),
    lineApi: world.sandbox.endpoints.lineApi,
    lineData: world.sandbox.endpoints.lineData,
    relay: { url: world.relay.url, ...world.workspace },
    secrets: [...secrets],
    conversationId: conversation.id,
    messages: messages.map((message) => ({ clientId: crypto.randomUUID(), ...message })),
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
      await runUntilDeath(scene, crashAt, [{ text: 'fragile' }]);
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

  test.each([
    { crashAt: 'beforeUpload', isFree: true, state: 'accepted' },
    { crashAt: 'afterUpload', isFree: true, state: 'accepted' },
    { crashAt: 'afterAnswer', isFree: true, state: 'failed' },
    { crashAt: 'afterUpload', isFree: false, state: 'accepted' },
    { crashAt: 'afterAnswer', isFree: false, state: 'accepted' },
    { crashAt: 'beforeShare', isFree: false, state: 'accepted' },
  ] as const)(
    'a picture with a text, $crashAt, free reply $isFree: the phone has both once, the thread says $state',
    async ({ crashAt, isFree, state }) => {
      const scene = await talking(isFree);
      const { world, secrets, conversation, fileId, userId } = scene;
      await runUntilDeath(scene, crashAt, [{ text: 'both', fileId }]);
      const again = world.console('one', { secrets });
      again.start();
      const bundle = await eventually('an outcome', async () => {
        const last = (await again.thread(conversation)).slice(-2);
        return last.every((message) => message.state === state) && last;
      });
      expect(bundle.map(({ content }) => content.type)).toEqual(['image', 'text']);
      const phone = (await world.received(userId)).filter(({ body }) => body.text !== 'opening');
      expect(phone.map(({ type }) => type)).toEqual(['image', 'text']);
      const other = await world.connected('two');
      if (state === 'failed') return;
      await eventually('once on the other console', async () => {
        const there = (await other.thread(await other.conversationWith('both'))).filter(
          ({ direction }) => direction === 'out',
        );
        return there.filter((message) => textOf(message) === 'both').length === 1;
      });
    },
  );

  test.each(['beforeCall', 'afterAnswer', 'beforeShare'] as const)(
    'of the console that sends what was planned, %s: another one takes over, the phone has it once',
    async (crashAt) => {
      const scene = await talking(false);
      const { world, secrets, conversation, userId } = scene;
      const { workspaceId } = world.workspace;
      const device = {
        url: world.relay.url,
        ...(await world.relay.createWorkspace({ id: workspaceId, deviceName: 'two' })),
      };
      const two = { relay: device, secrets: new Map<string, string>() };
      const before = await world.connected('two', two);
      await before.conversationWith('opening');
      // away until the first one is dead: else it would send
      await before.stop();
      await runUntilDeath(scene, crashAt, [{ text: 'planned', inMs: 1_200 }]);
      // the lease of the dead console ends
      await world.control('POST', '/clock/advance', { ms: 2 * 60_000 });
      const other = world.console('two', two);
      other.start();
      const there = await other.conversationWith('opening').catch(() => other.conversationWith('planned'));
      const isSent = (message: ChatMessage) => textOf(message) === 'planned' && message.state === 'accepted';
      await eventually('sent by the other console', async () => {
        other.chat.wake();
        return (await other.thread(there)).some(isSent);
      });
      const again = world.console('one', { secrets });
      again.start();
      await eventually('known where it was planned', async () => (await again.thread(conversation)).some(isSent));
      await eventually('nothing under way', () => again.chat.queues().outgoingQueued === 0);
      expect((await world.receivedTexts(userId)).filter((text) => text === 'planned')).toHaveLength(1);
      for (const [console, row] of [
        [again, conversation],
        [other, there],
      ] as const) {
        expect((await console.thread(row)).filter((message) => textOf(message) === 'planned')).toHaveLength(1);
      }
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
      const messages = texts.map((text, n) => ({ text, fileId: n === 1 ? scene.fileId : null }));
      await runUntilDeath(scene, 'whenTold', messages, Math.floor(random() * 120));
    }
    const again = scene.world.console('one', { secrets: scene.secrets });
    again.start();
    await eventually('nothing under way', () => again.chat.queues().outgoingQueued === 0, 30_000);
    // behind some of them the customer wrote again: a person sends these
    const held = await again.chat.service.waiting({ conversationId: scene.conversation.id });
    for (const { bubbles } of held) {
      expect(bubbles[0]?.heldBecause).toBe('threadMovedOn');
      for (const { id } of bubbles.slice(0, 1)) await again.chat.service.sendNow({ messageId: id });
    }
    await eventually('nothing under way', () => again.chat.queues().outgoingQueued === 0, 30_000);
    const phone = await scene.world.received(scene.userId);
    const received = phone.flatMap(({ body }) => body.text ?? []);
    expect(new Set(received).size).toBe(received.length);
    const all = (await again.thread(scene.conversation)).filter((message) => message.direction === 'out');
    const thread = all.filter(({ content }) => content.type === 'text');
    // a picture and its text went in one call: both are there, or neither
    const pictured = (found: readonly string[]) => found.filter((text) => text.endsWith('message 1')).length;
    expect(phone.filter(({ type }) => type === 'image')).toHaveLength(pictured(received));
    expect(all.length - thread.length).toBe(pictured(thread.map((message) => textOf(message))));
    for (const { bundleId, state } of all) {
      expect(all.every((other) => other.bundleId !== bundleId || other.state === state)).toBe(true);
    }
    for (const message of thread) {
      if (message.state === 'accepted') expect(received).toContain(textOf(message));
      else expect(message).toMatchObject({ state: 'failed', problem: { code: 'LINE_OUTCOME_UNKNOWN' } });
    }
    // what the phone has is in the thread; the rest was killed before it was stored
    expect(thread.map(textOf)).toEqual(expect.arrayContaining(received));
    expect(sent).toEqual(expect.arrayContaining(thread.map(textOf)));
  });
});
