import { join } from 'node:path';
import { z } from 'zod';
import { createEngine, createIds, createLogger, createRelayClient } from '../../../src/engine';
import { createSecretFile } from '../../../src/engine/headless/secret-file';
import { LumoError } from '../../../src/shared/errors/lumo-error';
import { createFastClock } from './fast-clock';

/**
 * A whole engine in a process of its own that does what its parent says, so that it can die at any moment. Told by
 * `ENGINE_TASK`; answers each call, and says where to sign in.
 */
const taskSchema = z.object({
  dataFolder: z.string(),
  endpoints: z.object({ hubSpotApi: z.string(), hubSpotApp: z.string(), lineApi: z.string(), lineData: z.string() }),
  hubSpotApp: z.object({ clientId: z.string(), clientSecret: z.string() }),
  relay: z.object({ url: z.string(), workspaceId: z.string(), deviceToken: z.string() }),
  redirectPort: z.number(),
  clock: z.object({ factor: z.number(), start: z.number() }),
});
export type EngineTask = z.infer<typeof taskSchema>;

export const callSchema = z.object({
  id: z.number(),
  group: z.string(),
  name: z.string(),
  input: z.unknown().optional(),
});
export const reportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started') }),
  z.object({ type: z.literal('signIn'), url: z.string() }),
  z.object({ type: z.literal('answer'), id: z.number(), answer: z.unknown().optional() }),
  z.object({ type: z.literal('failed'), id: z.number(), code: z.string(), message: z.string() }),
]);
export type EngineReport = z.infer<typeof reportSchema>;

const report = (message: EngineReport): void => void process.send?.(message);

async function serve(environment: string): Promise<void> {
  const task = taskSchema.parse(JSON.parse(environment));
  const clock = createFastClock(task.clock.factor, task.clock.start);
  const engine = createEngine({
    clock,
    ids: createIds(clock.now),
    random: Math.random,
    logger: createLogger((line) => process.stdout.write(`${line}\n`), clock.now),
    dataFolder: task.dataFolder,
    secrets: createSecretFile(join(task.dataFolder, 'secrets.json')),
    endpoints: task.endpoints,
    hubSpotApp: task.hubSpotApp,
    redirectPort: task.redirectPort,
    relay: createRelayClient({ ...task.relay, now: clock.now, timing: { backoff: { minMs: 50, maxMs: 200 } } }),
    workspaceId: task.relay.workspaceId,
    suggestedChannelSecrets: new Map(),
    openSignIn: async (url) => report({ type: 'signIn', url }),
    mediaUrl: (fileName) => `app://bundle/media/${fileName}`,
    hubSpotLimits: { perTenSeconds: 190, searchesPerSecond: 4 },
    syncIntervalMinutes: () => 0,
  });
  process.on('message', (data) => {
    const { id, group, name, input } = callSchema.parse(data);
    const procedures: unknown = Reflect.get(engine, group);
    const procedure: unknown =
      typeof procedures === 'object' && procedures !== null ? Reflect.get(procedures, name) : undefined;
    if (typeof procedure !== 'function') throw new Error(`the engine has no ${group}.${name}`);
    Promise.resolve(Reflect.apply(procedure, procedures, [input])).then(
      (answer: unknown) => report({ type: 'answer', id, answer: answer ?? null }),
      (error: unknown) => {
        const code = error instanceof LumoError ? error.code : 'UNEXPECTED';
        report({ type: 'failed', id, code, message: error instanceof Error ? (error.stack ?? '') : String(error) });
      },
    );
  });
  await engine.start();
  report({ type: 'started' });
}

// The parent reads the schemas of this file, too.
const environment = process.env.ENGINE_TASK;
if (environment !== undefined) await serve(environment);
