import { type Context, Hono } from 'hono';
import { z } from 'zod';
import {
  type AppendResult,
  appendRequestSchema,
  botUserIdSchema,
  linkRequestIdSchema,
  linkRequestOutcomeSchema,
  portalIdSchema,
  type RelayHealth,
  registerChannelSchema,
  registerLinkRequestSchema,
} from '../../shared/relay-protocol';
import { parseJsonBytes } from '../ingest/json-bytes';
import { type BodyLimits, readRawBody } from '../ingest/raw-body';
import type { RelayLog } from '../log/relay-log';
import { Refusal } from '../refusal';
import type { LinkRequests } from '../workspaces/link-requests';
import type { Device, Registry } from '../workspaces/registry';
import { authenticate } from './device-auth';
import { toRelayEvent } from './to-relay-event';

export interface LogApiDeps {
  readonly log: RelayLog;
  readonly registry: Registry;
  readonly linkRequests: LinkRequests;
  /** Base address of customers' pages, without a trailing slash. */
  publicUrl(): string;
  readonly bodyLimits: BodyLimits;
  readonly now: () => number;
  /** When the last webhook of a bot (`line:<id>`) or account (`hubspot:<id>`) came since the relay started. */
  readonly lastEventAt: ReadonlyMap<string, number>;
}

const readQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const READ_MAX_BYTES = 1024 * 1024;

/** What consoles ask by HTTP, under `/v1/workspaces/:workspaceId`: OAs, HubSpot accounts, link requests, appends, reads, health. */
export function createLogApi(deps: LogApiDeps): Hono<{ Variables: { device: Device } }> {
  const api = new Hono<{ Variables: { device: Device } }>();

  api.use('/:workspaceId/*', async (c, next) => {
    const authorization = c.req.header('authorization') ?? null;
    c.set('device', authenticate(authorization, c.req.param('workspaceId'), deps.registry));
    await next();
  });

  api.put('/:workspaceId/channels/:botUserId', async (c) => {
    const botUserId = parsed(botUserIdSchema, c.req.param('botUserId'));
    const channel = parsed(registerChannelSchema, await jsonOf(c, deps.bodyLimits));
    deps.registry.putChannel(c.get('device').workspaceId, { botUserId, ...channel });
    return c.body(null, 204);
  });

  api.delete('/:workspaceId/channels/:botUserId', (c) => {
    deps.registry.removeChannel(c.get('device').workspaceId, c.req.param('botUserId'));
    return c.body(null, 204);
  });

  api.put('/:workspaceId/portals/:portalId', (c) => {
    const portalId = parsed(portalIdSchema, c.req.param('portalId'));
    if (!deps.registry.putPortal(c.get('device').workspaceId, portalId)) {
      throw new Refusal(409, 'PORTAL_TAKEN', 'Another workspace on this relay has this HubSpot account.');
    }
    return c.body(null, 204);
  });

  api.put('/:workspaceId/link-requests/:requestId', async (c) => {
    const requestId = parsed(linkRequestIdSchema, c.req.param('requestId'));
    const request = parsed(registerLinkRequestSchema, await jsonOf(c, deps.bodyLimits));
    if (!deps.linkRequests.register(c.get('device').workspaceId, requestId, request)) {
      throw new Refusal(409, 'LINK_REQUEST_TAKEN', 'Another link request has this id or this page.');
    }
    return c.json({ pageBaseUrl: `${deps.publicUrl()}/link/` });
  });

  api.put('/:workspaceId/link-requests/:requestId/outcome', async (c) => {
    const requestId = parsed(linkRequestIdSchema, c.req.param('requestId'));
    const { outcome } = parsed(linkRequestOutcomeSchema, await jsonOf(c, deps.bodyLimits));
    deps.linkRequests.settle(c.get('device').workspaceId, requestId, outcome);
    return c.body(null, 204);
  });

  api.delete('/:workspaceId/portals/:portalId', (c) => {
    deps.registry.removePortal(c.get('device').workspaceId, c.req.param('portalId'));
    return c.body(null, 204);
  });

  api.post('/:workspaceId/events', async (c) => {
    const { workspaceId, deviceId } = c.get('device');
    const { events } = parsed(appendRequestSchema, await jsonOf(c, deps.bodyLimits));
    const encoder = new TextEncoder();
    const results: AppendResult[] = await deps.log.append(
      events.map(({ id, kind, body }) => ({
        workspaceId,
        source: 'console',
        id,
        meta: JSON.stringify({ kind, deviceId }),
        body: encoder.encode(JSON.stringify(body ?? null)),
      })),
    );
    return c.json({ results });
  });

  api.get('/:workspaceId/events', async (c) => {
    const { after, limit } = parsed(readQuerySchema, c.req.query());
    const page = await deps.log.read(c.get('device').workspaceId, after, { limit, maxBytes: READ_MAX_BYTES });
    return c.json({ events: page.events.map(toRelayEvent), head: page.head, floor: page.floor });
  });

  api.get('/:workspaceId/health', async (c) => {
    const { workspaceId } = c.get('device');
    const health = await deps.log.health();
    const { head, floor } = (await deps.log.heads([workspaceId])).get(workspaceId) ?? { head: 0, floor: 0 };
    const answer: RelayHealth = {
      ...health,
      head,
      floor,
      now: deps.now(),
      channels: deps.registry.channelIdsIn(workspaceId).map((botUserId) => ({
        botUserId,
        lastEventAt: deps.lastEventAt.get(`line:${botUserId}`) ?? null,
      })),
      portals: deps.registry.portalIdsIn(workspaceId).map((portalId) => ({
        portalId,
        lastEventAt: deps.lastEventAt.get(`hubspot:${portalId}`) ?? null,
      })),
    };
    return c.json(answer);
  });

  return api;
}

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const where = result.error.issues[0]?.path.join('.') ?? '';
    throw new Refusal(400, 'REQUEST_MALFORMED', `The request is not understood${where === '' ? '' : ` at ${where}`}.`);
  }
  return result.data;
}

async function jsonOf(c: Context, limits: BodyLimits): Promise<unknown> {
  return parseJsonBytes(await readRawBody(c.req.raw, limits));
}
