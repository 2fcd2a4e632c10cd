import { z } from 'zod';

const eventHead = {
  /** Position in the workspace's log: starts at 1, grows, may have gaps. */
  seq: z.number().int().positive(),
  /** Stable over redeliveries; unique in the workspace's log together with `source`. */
  id: z.string().min(1),
  /** When the relay took the event, epoch ms of the relay's clock. */
  receivedAt: z.number().int(),
};

/** One LINE webhook body, exactly as it came: the console verifies the signature again. */
export const lineRelayEventSchema = z.object({
  ...eventHead,
  source: z.literal('line'),
  botUserId: z.string().min(1),
  /** The `x-line-signature` header. */
  signature: z.string(),
  /** Base64 of the raw body bytes. Never re-serialise: the signature covers these bytes. */
  rawBody: z.string().min(1),
});

/** One HubSpot webhook body, verified by the relay (the console has no client secret to do so). */
export const hubspotRelayEventSchema = z.object({
  ...eventHead,
  source: z.literal('hubspot'),
  portalId: z.string().min(1),
  /** Base64 of a JSON array that holds this portal's events only. */
  rawBody: z.string().min(1),
});

/** Something that a console of this workspace appended for the others (a sent message, an assignment ...). */
export const consoleRelayEventSchema = z.object({
  ...eventHead,
  source: z.literal('console'),
  kind: z.string().min(1),
  body: z.unknown(),
  deviceId: z.string().min(1),
});

/** One entry of a workspace's log as consoles receive it. */
export const relayEventSchema = z.discriminatedUnion('source', [
  lineRelayEventSchema,
  hubspotRelayEventSchema,
  consoleRelayEventSchema,
]);

export type LineRelayEvent = z.infer<typeof lineRelayEventSchema>;
export type HubSpotRelayEvent = z.infer<typeof hubspotRelayEventSchema>;
export type ConsoleRelayEvent = z.infer<typeof consoleRelayEventSchema>;
export type RelayEvent = z.infer<typeof relayEventSchema>;
