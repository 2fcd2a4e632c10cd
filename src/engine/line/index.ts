import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import { createLineChannel } from './line-channel';
import type { LineChannel, LinePort } from './line-port';

export type * from './line-port';
export { messageText } from './message-text';
export { type LineWebhookEvent, lineWebhookEventSchema, readWebhookBody } from './webhook-schema';
export { isSignedBy } from './webhook-signature';

/** The engine's door to LINE. Base URLs without a trailing slash; nothing is called before a channel is used. */
export function createLinePort(options: { lineApi: string; lineData: string; clock: Clock; logger: Logger }): LinePort {
  const channels = new Map<string, LineChannel>();
  return {
    channel(channelId, channelSecret) {
      const key = `${channelId}:${channelSecret}`;
      let channel = channels.get(key);
      if (channel === undefined) {
        channel = createLineChannel({ ...options, channelId, channelSecret });
        channels.set(key, channel);
      }
      return channel;
    },
  };
}
