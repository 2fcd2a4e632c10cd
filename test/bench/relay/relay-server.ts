import { createHmac } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { startRelay } from '../../../src/relay/server';

const unlimited = { burst: 1e9, perSecond: 1e9 };

export const relayServerTaskSchema = z.object({
  kind: z.enum(['relay', 'bare']),
  dataFolder: z.string(),
  databaseUrl: z.string().nullable(),
  workspaces: z.number().int(),
  channelSecret: z.string(),
});
export type RelayServerTask = z.infer<typeof relayServerTaskSchema>;

export const relayServerReadySchema = z.object({
  port: z.number(),
  workspaces: z.array(z.object({ workspaceId: z.string(), deviceToken: z.string() })),
});
export type RelayServerReady = z.infer<typeof relayServerReadySchema>;

/**
 * A server in a process of its own: the relay, or one that only reads the body, checks the signature and answers, which is
 * the best that a relay could do. Prints what is to be known as one line of JSON.
 */
export async function runRelayServer(task: RelayServerTask): Promise<void> {
  const ready = task.kind === 'bare' ? await bare(task) : await relay(task);
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

async function relay({ dataFolder, databaseUrl, workspaces }: RelayServerTask): Promise<RelayServerReady> {
  const server = await startRelay({
    dataFolder,
    limits: { minFreeBytes: 0, rates: { hooks: unlimited, consoles: unlimited } },
    ...(databaseUrl === null ? {} : { databaseUrl }),
  });
  const made: RelayServerReady['workspaces'] = [];
  for (let index = 0; index < workspaces; index += 1) {
    const { workspaceId, deviceToken } = await server.createWorkspace({ id: `w${index}` });
    made.push({ workspaceId, deviceToken });
  }
  return { port: server.port, workspaces: made };
}

function bare({ channelSecret }: RelayServerTask): Promise<RelayServerReady> {
  const app = new Hono();
  app.post('/hooks/line/:botUserId', async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const expected = createHmac('sha256', channelSecret).update(body).digest('base64');
    return expected === c.req.header('x-line-signature') ? c.json({}) : c.json({}, 401);
  });
  return new Promise((done) => {
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => done({ port, workspaces: [] }));
  });
}
