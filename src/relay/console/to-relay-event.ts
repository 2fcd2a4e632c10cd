import { z } from 'zod';
import type { RelayEvent } from '../../shared/relay-protocol';
import type { StoredLogEvent } from '../log/relay-log';

const lineMeta = z.object({ botUserId: z.string(), signature: z.string() });
const hubspotMeta = z.object({ portalId: z.string() });
const consoleMeta = z.object({ kind: z.string(), deviceId: z.string() });

/** The form in which consoles get a stored entry. @throws when the stored row is damaged. */
export function toRelayEvent(stored: StoredLogEvent): RelayEvent {
  const { seq, id, receivedAt } = stored;
  const meta: unknown = JSON.parse(stored.meta);
  const body = Buffer.from(stored.body.buffer, stored.body.byteOffset, stored.body.byteLength);
  switch (stored.source) {
    case 'line':
      return { seq, id, receivedAt, source: 'line', ...lineMeta.parse(meta), rawBody: body.toString('base64') };
    case 'hubspot':
      return { seq, id, receivedAt, source: 'hubspot', ...hubspotMeta.parse(meta), rawBody: body.toString('base64') };
    case 'console':
      return {
        seq,
        id,
        receivedAt,
        source: 'console',
        ...consoleMeta.parse(meta),
        body: JSON.parse(body.toString('utf8')),
      };
  }
}
