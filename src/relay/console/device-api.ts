import { Hono } from 'hono';
import { z } from 'zod';
import { type Paired, pairRequestSchema, type RelayDevices } from '../../shared/relay-protocol';
import type { BodyLimits } from '../ingest/raw-body';
import { Refusal } from '../refusal';
import type { BucketLimit, TokenBuckets } from '../token-buckets';
import type { Devices } from '../workspaces/devices';
import type { PairingCodes } from '../workspaces/pairing-codes';
import type { ConsoleHub } from './console-hub';
import { type ConsoleEnv, jsonOf, parsed } from './console-request';
import type { NodeTalk } from './node-messages';

export interface DeviceApiDeps {
  readonly devices: Devices;
  readonly pairingCodes: PairingCodes;
  readonly hub: Pick<ConsoleHub, 'cut' | 'noteSeen'>;
  readonly talk: NodeTalk;
  readonly buckets: TokenBuckets;
  readonly bodyLimits: BodyLimits;
  readonly now: () => number;
}

const deviceIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Tries of one client address, right or wrong; a code dies after ten of them, wherever they come from. */
const PAIR_RATE: BucketLimit = { burst: 20, perSecond: 0.2 };
const MAX_PAIR_BYTES = 4096;

/** The devices of a workspace, and the codes by which one more joins. */
export function createDeviceApi(deps: DeviceApiDeps): Hono<ConsoleEnv> {
  const api = new Hono<ConsoleEnv>();

  api.get('/:workspaceId/devices', async (c) => {
    const { workspaceId, deviceId } = c.get('device');
    await deps.hub.noteSeen(workspaceId);
    const devices: RelayDevices = (await deps.devices.listOf(workspaceId)).map((device) => ({
      ...device,
      isMe: device.deviceId === deviceId,
    }));
    return c.json({ devices });
  });

  api.delete('/:workspaceId/devices/:deviceId', async (c) => {
    const { workspaceId } = c.get('device');
    const deviceId = parsed(deviceIdSchema, c.req.param('deviceId'));
    await deps.devices.revoke(workspaceId, deviceId);
    deps.hub.cut(workspaceId, deviceId);
    deps.talk.say(workspaceId, { type: 'revoked', deviceId });
    return c.body(null, 204);
  });

  api.post('/:workspaceId/pairing-codes', async (c) =>
    c.json(await deps.pairingCodes.make(c.get('device').workspaceId), 200, { 'cache-control': 'no-store' }),
  );

  return api;
}

/** `POST /v1/pair`: the one thing that a console may ask without a token. */
export function createPairApi(deps: DeviceApiDeps): Hono<{ Bindings: { clientAddress: string } }> {
  const api = new Hono<{ Bindings: { clientAddress: string } }>();

  api.post('/v1/pair', async (c) => {
    if (!deps.buckets.take(`${c.env.clientAddress} pair`, PAIR_RATE, deps.now())) {
      throw new Refusal(429, 'RATE_LIMITED', 'Too many codes were tried from this address. Wait a minute.');
    }
    const limits = { ...deps.bodyLimits, maxBytes: MAX_PAIR_BYTES };
    const { code, deviceName } = parsed(pairRequestSchema, await jsonOf(c, limits));
    const redeemed = await deps.pairingCodes.redeem(code);
    if (redeemed === 'wrong') throw new Refusal(404, 'PAIRING_CODE_WRONG', 'This is no pairing code.');
    if (redeemed === 'expired') {
      throw new Refusal(410, 'PAIRING_CODE_EXPIRED', 'This pairing code was used or is too old.');
    }
    const name = deviceName.replace(/\p{Cc}+/gu, ' ').trim() || 'Console';
    const device: Paired = await deps.devices.create({ ...redeemed, name, ifTaken: 'rename' });
    return c.json(device, 200, { 'cache-control': 'no-store' });
  });

  return api;
}
