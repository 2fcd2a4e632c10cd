import { z } from 'zod';
import { relayEventSchema } from './relay-event';

/** Names of queues and leases: words with dots, slashes and dashes. */
export const workNameSchema = z.string().regex(/^[A-Za-z0-9._/-]{1,120}$/);

/** Body of `POST /v1/workspaces/:workspaceId/queues/:queue/claims`. The owner is the calling device. */
export const claimRequestSchema = z.object({
  limit: z.number().int().min(1).max(100),
  leaseMs: z.number().int().min(1_000).max(600_000),
});

export type ClaimRequest = z.infer<typeof claimRequestSchema>;

/** Answer of a claim; `tries` counts this one. */
export const claimResponseSchema = z.object({
  claims: z.array(
    z.object({
      event: relayEventSchema,
      fence: z.number().int(),
      tries: z.number().int().positive(),
      leaseUntil: z.number().int(),
    }),
  ),
});
/** Work that the asking console holds until `leaseUntil`; settle it with its `fence`. */
export type RelayClaim = z.infer<typeof claimResponseSchema>['claims'][number];

/** Body of `POST .../claims/:seq/settle`; answered with `{ isMine }`: false = the claim was lost, nothing was changed. */
export const settleRequestSchema = z.intersection(
  z.object({ fence: z.number().int() }),
  z.discriminatedUnion('how', [
    z.object({ how: z.literal('done') }),
    z.object({ how: z.literal('giveBack'), afterMs: z.number().int().min(0).max(86_400_000) }),
    z.object({ how: z.literal('extend'), leaseMs: z.number().int().min(1_000).max(600_000) }),
    z.object({ how: z.literal('setAside') }),
  ]),
);
export type SettleRequest = z.infer<typeof settleRequestSchema>;
export const settleResponseSchema = z.object({ isMine: z.boolean() });

/** Body of `PUT .../leases/:name`; answered with {@link leaseResponseSchema}. `DELETE .../leases/:name?fence=` gives it back. */
export const leaseRequestSchema = z.object({ ttlMs: z.number().int().min(1_000).max(600_000) });
/** `lease` null = another console holds it. `until` by the store's clock, epoch ms. */
export const leaseResponseSchema = z.object({
  lease: z.object({ fence: z.number().int(), until: z.number().int() }).nullable(),
});

export type NamedLease = NonNullable<z.infer<typeof leaseResponseSchema>['lease']>;
/** Answer of `DELETE .../leases/:name?fence=`; false = it was not this console's any more. */
export const releaseResponseSchema = z.object({ isReleased: z.boolean() });

/** Answer of `GET .../latest?prefix=&after=&limit=`: the newest entry of each key, in the order of their positions. */
export const latestResponseSchema = z.object({ events: z.array(relayEventSchema) });

/**
 * Answer of `POST .../files`: an address that nobody can guess. The body is the raw bytes; headers: `content-type`, `x-file-name`
 * (percent-encoded), `x-expires-at` (epoch ms, may be left out), `x-sha256` (hex, may be left out).
 */
export const fileStoredSchema = z.object({ url: z.url(), expiresAt: z.number().int() });

/** Answer of `POST .../pairing-codes`: typed in at another console within the time, once. */
export const pairingCodeSchema = z.object({ code: z.string(), expiresAt: z.number().int() });
export type PairingCode = z.infer<typeof pairingCodeSchema>;
/** Body of `POST /v1/pair`, without a token; answered with {@link pairedSchema}. */
export const pairRequestSchema = z.object({
  code: z.string().min(1).max(40),
  deviceName: z.string().min(1).max(100),
});
export type PairRequest = z.infer<typeof pairRequestSchema>;
export const pairedSchema = z.object({ workspaceId: z.string(), deviceId: z.string(), deviceToken: z.string() });
export type Paired = z.infer<typeof pairedSchema>;

/** Answer of `GET .../devices`. `isMe` = the asking one. `DELETE .../devices/:deviceId` revokes one and cuts it at once. */
export const devicesSchema = z.object({
  devices: z.array(
    z.object({
      deviceId: z.string(),
      name: z.string(),
      isMe: z.boolean(),
      isConnected: z.boolean(),
      createdAt: z.number().int(),
      lastSeenAt: z.number().int().nullable(),
      /** How far it acknowledged the log; null = never connected. */
      cursor: z.number().int().nullable(),
    }),
  ),
});
export type RelayDevices = z.infer<typeof devicesSchema>['devices'];
