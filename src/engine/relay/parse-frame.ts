import { z } from 'zod';
import { type RelayEvent, type RelayFrame, relayEventSchema, relayFrameSchema } from '../../shared/relay-protocol';

const loosePageSchema = z.object({
  type: z.literal('page'),
  events: z.array(z.unknown()),
  cursor: z.number().int().nonnegative(),
  head: z.number().int().nonnegative(),
});

/**
 * Parses a frame; null when it is none. Events of a page that are not understood (from a newer relay) are left out and counted:
 * one of them must not hold up everything behind it.
 */
export function parseFrame(text: string): { frame: RelayFrame; skipped: number } | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const page = loosePageSchema.safeParse(data);
  if (page.success) {
    const events: RelayEvent[] = [];
    for (const candidate of page.data.events) {
      const event = relayEventSchema.safeParse(candidate);
      if (event.success) {
        events.push(event.data);
      }
    }
    return { frame: { ...page.data, events }, skipped: page.data.events.length - events.length };
  }
  const frame = relayFrameSchema.safeParse(data);
  return frame.success ? { frame: frame.data, skipped: 0 } : null;
}
