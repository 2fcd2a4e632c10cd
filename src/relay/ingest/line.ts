import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NewLogEvent } from '../log/relay-log';
import { Refusal } from '../refusal';
import type { RegisteredChannel } from '../workspaces/registry';
import { parseJsonBytes } from './json-bytes';
import { isLineSignature } from './signature';

/** Only what the relay needs; the console parses the rest. Unknown event types are kept (line-api.md section 4.3). */
const lineBodySchema = z.object({
  destination: z.string(),
  events: z.array(z.looseObject({ webhookEventId: z.string().min(1).optional() })),
});

export interface LineWebhook {
  readonly botUserId: string;
  readonly signature: string | null;
  readonly rawBody: Uint8Array;
}

/**
 * Checks a LINE webhook and gives the entries to store: one per workspace that holds the secret it was signed with, none for a
 * connectivity check (empty `events`). @throws Refusal: 404 unknown bot, 401 forged, 400 not a LINE body.
 */
export function admitLineWebhook(webhook: LineWebhook, channels: readonly RegisteredChannel[]): NewLogEvent[] {
  const { botUserId, signature, rawBody } = webhook;
  if (channels.length === 0) {
    throw new Refusal(404, 'UNKNOWN_BOT', 'No workspace has this official account.');
  }
  if (signature === null) {
    throw new Refusal(401, 'SIGNATURE_MISSING', 'The signature is missing.');
  }
  const owners = channels.filter((channel) => isLineSignature(rawBody, signature, channel.secrets));
  if (owners.length === 0) {
    throw new Refusal(401, 'SIGNATURE_WRONG', 'The signature does not match.');
  }
  const body = lineBodySchema.safeParse(parseJsonBytes(rawBody));
  if (!body.success) {
    throw new Refusal(400, 'BODY_MALFORMED', 'The body is no LINE webhook.');
  }
  if (body.data.events.length === 0) {
    return [];
  }
  const id = lineBodyId(botUserId, body.data.events);
  const meta = JSON.stringify({ botUserId, signature });
  return owners.map(({ workspaceId }) => ({ workspaceId, source: 'line', id, meta, body: rawBody }));
}

/**
 * The same for every delivery of the same events: a redelivery differs in `deliveryContext` and so in bytes and signature, but
 * keeps `webhookEventId` (line-api.md section 4.2).
 */
function lineBodyId(botUserId: string, events: readonly { webhookEventId?: string | undefined }[]): string {
  const ids = events.map((event) => event.webhookEventId ?? JSON.stringify({ ...event, deliveryContext: undefined }));
  return createHash('sha256')
    .update(JSON.stringify([botUserId, ids.sort()]))
    .digest('base64url');
}
