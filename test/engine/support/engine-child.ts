import { join } from 'node:path';
import { z } from 'zod';
import { createEngine } from '../../../src/engine';
import { createSecretFile } from '../../../src/engine/headless/secret-file';
import { LumoError } from '../../../src/shared/errors/lumo-error';
import { engineDeps } from './engine-deps';
import { createFastClock } from './fast-clock';
import { impatientRelayClient } from './relay-log';

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
  const engine = createEngine(
    engineDeps({
      clock,
      log: (line) => process.stdout.write(`${line}\n`),
      dataFolder: task.dataFolder,
      secrets: createSecretFile(join(task.dataFolder, 'secrets.json')),
      endpoints: task.endpoints,
      hubSpotApp: task.hubSpotApp,
      redirectPort: task.redirectPort,
      relay: impatientRelayClient(task.relay, clock.now),
      workspaceId: task.relay.workspaceId,
      openSignIn: async (url) => report({ type: 'signIn', url }),
    }),
  );
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
