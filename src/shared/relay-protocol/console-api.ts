import { z } from 'zod';
import { relayEventSchema } from './relay-event';
import { workNameSchema } from './shared-work';

/** A LINE user id of a bot, as in `destination` of webhooks and in the webhook URL. */
export const botUserIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** A HubSpot account id (a number on the wire, a string in our code). */
export const portalIdSchema = z.string().regex(/^[0-9]{1,20}$/);

/** Body of `PUT /v1/workspaces/:workspaceId/channels/:botUserId`. */
export const registerChannelSchema = z.object({
  channelId: z.string().min(1).max(64),
  channelSecret: z.string().min(16).max(128),
});

/** The most events that one append call may carry. */
export const MAX_APPEND_EVENTS = 500;

/** Body of `POST /v1/workspaces/:workspaceId/events`. */
export const appendRequestSchema = z.object({
  events: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        kind: z.string().min(1).max(100),
        body: z.unknown().optional(),
        /** What the entry is the newest value of; the newest of a key outlives expiry. */
        key: z.string().min(1).max(300).optional(),
        /** Work that one console is to do, claimable from `dueAt` on. */
        work: z.object({ queue: workNameSchema, dueAt: z.number().int().optional() }).optional(),
      }),
    )
    .min(1)
    .max(MAX_APPEND_EVENTS),
});

/** Answer of an append, in the order of the request; a duplicate carries the position of the first one. */
export const appendResponseSchema = z.object({
  results: z.array(z.object({ seq: z.number().int().positive(), isDuplicate: z.boolean() })),
});

/** Answer of `GET /v1/workspaces/:workspaceId/events?after=&limit=`. */
export const readResponseSchema = z.object({
  events: z.array(relayEventSchema),
  head: z.number().int().nonnegative(),
  floor: z.number().int().nonnegative(),
});

/** Answer of `GET /v1/workspaces/:workspaceId/health`. */
export const relayHealthSchema = z.object({
  isOk: z.boolean(),
  head: z.number().int().nonnegative(),
  floor: z.number().int().nonnegative(),
  /** Events waiting for their durable commit, over all workspaces. */
  queueLength: z.number().int().nonnegative(),
  /** Free space on the relay's disk; null where it cannot be measured. */
  freeBytes: z.number().nullable(),
  /** The relay's clock, epoch ms: shows a skew. */
  now: z.number().int(),
  /** Webhook bodies are accepted for these. */
  channels: z.array(z.object({ botUserId: z.string(), lastEventAt: z.number().int().nullable() })),
  portals: z.array(z.object({ portalId: z.string(), lastEventAt: z.number().int().nullable() })),
});

/** Every refusal of the relay: a stable code and a sentence that is safe to show. */
export const relayErrorBodySchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type AppendRequest = z.infer<typeof appendRequestSchema>;
export type AppendResult = z.infer<typeof appendResponseSchema>['results'][number];
export type RelayHealth = z.infer<typeof relayHealthSchema>;
export type RelayErrorBody = z.infer<typeof relayErrorBodySchema>;
