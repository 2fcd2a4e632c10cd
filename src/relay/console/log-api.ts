import { Hono } from 'hono';
import { z } from 'zod';
import { type AppendResult, appendRequestSchema } from '../../shared/relay-protocol';
import type { BodyLimits } from '../ingest/raw-body';
import type { RelayLog } from '../log/relay-log';
import { Refusal } from '../refusal';
import { type ConsoleEnv, jsonOf, parsed } from './console-request';
import { toRelayEvent } from './to-relay-event';

export interface LogApiDeps {
  readonly log: RelayLog;
  readonly bodyLimits: BodyLimits;
}

const limitSchema = z.coerce.number().int().min(1).max(500);
const positionSchema = z.coerce.number().int().nonnegative();
const readQuerySchema = z.object({ after: positionSchema.default(0), limit: limitSchema.default(100) });
const latestQuerySchema = z.object({
  prefix: z
    .string()
    .max(300)
    .regex(/^[^\0]*$/)
    .default(''),
  after: positionSchema.default(0),
  limit: limitSchema.default(500),
});
const READ_MAX_BYTES = 1024 * 1024;

/** The workspace's log: appends, reads, and the newest entry of each key. */
export function createLogApi(deps: LogApiDeps): Hono<ConsoleEnv> {
  const api = new Hono<ConsoleEnv>();
  const encoder = new TextEncoder();

  api.post('/:workspaceId/events', async (c) => {
    const { workspaceId, deviceId } = c.get('device');
    const { events } = parsed(appendRequestSchema, await jsonOf(c, deps.bodyLimits));
    // PostgreSQL takes no NUL in a text
    if (events.some(({ id, key }) => id.includes('\0') || key?.includes('\0'))) {
      throw new Refusal(400, 'REQUEST_MALFORMED', 'The request is not understood at events.');
    }
    const results: AppendResult[] = await deps.log.append(
      events.map(({ id, kind, body, key, work }) => ({
        workspaceId,
        source: 'console',
        id,
        meta: JSON.stringify({ kind, deviceId }),
        body: encoder.encode(JSON.stringify(body ?? null)),
        ...(key === undefined ? {} : { key }),
        ...(work === undefined
          ? {}
          : { work: { queue: work.queue, ...(work.dueAt === undefined ? {} : { dueAt: work.dueAt }) } }),
      })),
    );
    return c.json({ results });
  });

  api.get('/:workspaceId/events', async (c) => {
    const { after, limit } = parsed(readQuerySchema, c.req.query());
    const page = await deps.log.read(c.get('device').workspaceId, after, { limit, maxBytes: READ_MAX_BYTES });
    return c.json({ events: page.events.map(toRelayEvent), head: page.head, floor: page.floor });
  });

  api.get('/:workspaceId/latest', async (c) => {
    const { prefix, after, limit } = parsed(latestQuerySchema, c.req.query());
    const page = { limit, maxBytes: READ_MAX_BYTES };
    const events = await deps.log.latest(c.get('device').workspaceId, prefix, after, page);
    return c.json({ events: events.map(toRelayEvent) });
  });

  return api;
}
