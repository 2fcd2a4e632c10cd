import { Hono } from 'hono';
import {
  botUserIdSchema,
  linkRequestIdSchema,
  linkRequestOutcomeSchema,
  portalIdSchema,
  type RelayHealth,
  registerChannelSchema,
  registerLinkRequestSchema,
} from '../../shared/relay-protocol';
import type { HeardOrigins } from '../heard-origins';
import type { BodyLimits } from '../ingest/raw-body';
import type { RelayLog } from '../log/relay-log';
import { Refusal } from '../refusal';
import type { LinkRequests } from '../workspaces/link-requests';
import type { Registry } from '../workspaces/registry';
import { type ConsoleEnv, jsonOf, parsed } from './console-request';
import type { NodeTalk } from './node-messages';

export interface AccountsApiDeps {
  readonly log: RelayLog;
  readonly registry: Registry;
  readonly linkRequests: LinkRequests;
  readonly talk: NodeTalk;
  readonly bodyLimits: BodyLimits;
  readonly now: () => number;
  readonly heard: HeardOrigins;
  /** Base address of customers' pages, without a trailing slash. */
  publicUrl(): string;
}

/** What the workspace takes webhooks for, its questions to customers, and how the relay is. */
export function createAccountsApi(deps: AccountsApiDeps): Hono<ConsoleEnv> {
  const api = new Hono<ConsoleEnv>();
  const { registry, talk } = deps;

  api.put('/:workspaceId/channels/:botUserId', async (c) => {
    const { workspaceId } = c.get('device');
    const botUserId = parsed(botUserIdSchema, c.req.param('botUserId'));
    const channel = parsed(registerChannelSchema, await jsonOf(c, deps.bodyLimits));
    await registry.putChannel(workspaceId, { botUserId, ...channel });
    talk.say(workspaceId, { type: 'channel', botUserId });
    return c.body(null, 204);
  });

  api.delete('/:workspaceId/channels/:botUserId', async (c) => {
    const { workspaceId } = c.get('device');
    const botUserId = parsed(botUserIdSchema, c.req.param('botUserId'));
    await registry.removeChannel(workspaceId, botUserId);
    talk.say(workspaceId, { type: 'channel', botUserId });
    return c.body(null, 204);
  });

  api.put('/:workspaceId/portals/:portalId', async (c) => {
    const { workspaceId } = c.get('device');
    const portalId = parsed(portalIdSchema, c.req.param('portalId'));
    const isOurs = await registry.putPortal(workspaceId, portalId);
    if (!isOurs) {
      throw new Refusal(409, 'PORTAL_TAKEN', 'Another workspace on this relay has this HubSpot account.');
    }
    talk.say(workspaceId, { type: 'portal', portalId });
    return c.body(null, 204);
  });

  api.delete('/:workspaceId/portals/:portalId', async (c) => {
    const { workspaceId } = c.get('device');
    const portalId = parsed(portalIdSchema, c.req.param('portalId'));
    await registry.removePortal(workspaceId, portalId);
    talk.say(workspaceId, { type: 'portal', portalId });
    return c.body(null, 204);
  });

  api.put('/:workspaceId/link-requests/:requestId', async (c) => {
    const requestId = parsed(linkRequestIdSchema, c.req.param('requestId'));
    const request = parsed(registerLinkRequestSchema, await jsonOf(c, deps.bodyLimits));
    if (!(await deps.linkRequests.register(c.get('device').workspaceId, requestId, request))) {
      throw new Refusal(409, 'LINK_REQUEST_TAKEN', 'Another link request has this id or this page.');
    }
    return c.json({ pageBaseUrl: `${deps.publicUrl()}/link/` });
  });

  api.put('/:workspaceId/link-requests/:requestId/outcome', async (c) => {
    const requestId = parsed(linkRequestIdSchema, c.req.param('requestId'));
    const { outcome } = parsed(linkRequestOutcomeSchema, await jsonOf(c, deps.bodyLimits));
    await deps.linkRequests.settle(c.get('device').workspaceId, requestId, outcome);
    return c.body(null, 204);
  });

  api.get('/:workspaceId/health', async (c) => {
    const { workspaceId } = c.get('device');
    const [health, heads, channelIds, portalIds] = await Promise.all([
      deps.log.health(),
      deps.log.heads([workspaceId]),
      registry.channelIdsIn(workspaceId),
      registry.portalIdsIn(workspaceId),
    ]);
    const { head, floor } = heads.get(workspaceId) ?? { head: 0, floor: 0 };
    const answer: RelayHealth = {
      ...health,
      head,
      floor,
      now: deps.now(),
      channels: channelIds.map((botUserId) => ({ botUserId, lastEventAt: deps.heard.lastAt(`line:${botUserId}`) })),
      portals: portalIds.map((portalId) => ({ portalId, lastEventAt: deps.heard.lastAt(`hubspot:${portalId}`) })),
    };
    return c.json(answer);
  });

  return api;
}
