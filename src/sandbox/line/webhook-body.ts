import { createHmac } from 'node:crypto';
import type { WebhookEvent } from './webhook-events';

/**
 * The raw bytes of a webhook: like LINE, characters beyond the first plane (emoji) are written as two `\uXXXX` escapes, so that a receiver
 * who parses and writes the body again before checking the signature fails (facts/line-api section 4.1).
 */
export function webhookBody(destination: string, events: readonly WebhookEvent[], isRedelivery: boolean): Buffer {
  const body = JSON.stringify({
    destination,
    events: events.map((event) => ({ ...event, deliveryContext: { isRedelivery } })),
  });
  return Buffer.from(
    body.replace(/[\ud800-\udfff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase()}`),
    'utf8',
  );
}

/** `x-line-signature`: base64 of HMAC-SHA256 over the raw bytes, the key being the channel secret as text. */
export function webhookSignature(channelSecret: string, body: Buffer): string {
  return createHmac('sha256', channelSecret).update(body).digest('base64');
}
