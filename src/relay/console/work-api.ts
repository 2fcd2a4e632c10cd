import { Hono } from 'hono';
import { z } from 'zod';
import {
  claimRequestSchema,
  leaseRequestSchema,
  settleRequestSchema,
  workNameSchema,
} from '../../shared/relay-protocol';
import type { BodyLimits } from '../ingest/raw-body';
import type { RelayLog } from '../log/relay-log';
import { type ConsoleEnv, jsonOf, parsed } from './console-request';
import { toRelayEvent } from './to-relay-event';

export interface WorkApiDeps {
  readonly log: RelayLog;
  readonly bodyLimits: BodyLimits;
}

const positionSchema = z.coerce.number().int().positive();
const fenceSchema = z.coerce.number().int();

/** What must happen once: work that one console claims, and named leases. Their owner is the device that asks. */
export function createWorkApi(deps: WorkApiDeps): Hono<ConsoleEnv> {
  const api = new Hono<ConsoleEnv>();

  api.post('/:workspaceId/queues/:queue/claims', async (c) => {
    const { workspaceId, deviceId } = c.get('device');
    const queue = parsed(workNameSchema, c.req.param('queue'));
    const request = parsed(claimRequestSchema, await jsonOf(c, deps.bodyLimits));
    const claims = await deps.log.claim(workspaceId, queue, deviceId, request);
    return c.json({ claims: claims.map(({ event, ...claim }) => ({ event: toRelayEvent(event), ...claim })) });
  });

  api.post('/:workspaceId/claims/:seq/settle', async (c) => {
    const { workspaceId, deviceId } = c.get('device');
    const seq = parsed(positionSchema, c.req.param('seq'));
    const { fence, ...settlement } = parsed(settleRequestSchema, await jsonOf(c, deps.bodyLimits));
    const isMine = await deps.log.settle(workspaceId, { seq, owner: deviceId, fence }, settlement);
    return c.json({ isMine });
  });

  api.put('/:workspaceId/leases/:name', async (c) => {
    const { workspaceId, deviceId } = c.get('device');
    const name = parsed(workNameSchema, c.req.param('name'));
    const { ttlMs } = parsed(leaseRequestSchema, await jsonOf(c, deps.bodyLimits));
    return c.json({ lease: await deps.log.lease(workspaceId, name, deviceId, ttlMs) });
  });

  api.delete('/:workspaceId/leases/:name', async (c) => {
    const { workspaceId, deviceId } = c.get('device');
    const name = parsed(workNameSchema, c.req.param('name'));
    const fence = parsed(fenceSchema, c.req.query('fence'));
    return c.json({ isReleased: await deps.log.release(workspaceId, name, deviceId, fence) });
  });

  return api;
}
