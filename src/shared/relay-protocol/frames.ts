import { z } from 'zod';
import { presenceSchema, presentConsoleSchema } from './presence';
import { relayEventSchema } from './relay-event';

/** Version of the console protocol; a relay refuses a console that speaks another one. */
export const RELAY_PROTOCOL_VERSION = 2;

/**
 * Frames from the relay to a console, JSON text over one WebSocket:
 * - `welcome` once, first: where the log ends (`head`) and how far it was expired (`floor`).
 * - `resync` after the welcome, when the console's cursor cannot be continued: `expired` (events between the cursor and the
 *   floor are gone) or `cursorAhead` (the log is shorter than the cursor: it was restored or replaced). The console takes
 *   `resumeAt` as its cursor, says so with an ack, and reads what it missed from the source.
 * - `present`: every other connected console of the workspace, whenever one comes, goes or tells something new.
 * - `page`: the next events in order; `cursor` is the position after them. Nothing more is sent until it was acknowledged.
 */
export const relayFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    head: z.number().int().nonnegative(),
    floor: z.number().int().nonnegative(),
    now: z.number().int(),
  }),
  z.object({
    type: z.literal('resync'),
    reason: z.enum(['expired', 'cursorAhead']),
    resumeAt: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('present'), consoles: z.array(presentConsoleSchema) }),
  z.object({
    type: z.literal('page'),
    events: z.array(relayEventSchema),
    cursor: z.number().int().nonnegative(),
    head: z.number().int().nonnegative(),
  }),
]);

/**
 * Frames from a console to the relay. An ack says: everything up to `cursor` is committed here, send the next page. `presence`
 * tells the other consoles what this one shows.
 */
export const consoleFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ack'), cursor: z.number().int().nonnegative() }),
  z.object({ type: z.literal('presence'), presence: presenceSchema }),
]);

export type RelayFrame = z.infer<typeof relayFrameSchema>;
export type ConsoleFrame = z.infer<typeof consoleFrameSchema>;
