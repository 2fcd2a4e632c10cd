import { z } from 'zod';

/** Kind of the console event that tells the other consoles what this one sent to a customer. */
export const MESSAGE_SENT_KIND = 'message.sent';

/** Body of a `message.sent` event. LINE tells nobody what an OA sent itself, so consoles tell each other. */
export const messageSentSchema = z.object({
  botUserId: z.string(),
  /** The LINE user, group or room it went to. */
  userId: z.string(),
  /** LINE's id of the first sent message; null where LINE gave none. */
  lineMessageId: z.string().nullable(),
  sentAt: z.number().int(),
  /** The LINE message objects as they were sent. */
  messages: z.array(z.looseObject({ type: z.string() })).min(1),
  via: z.enum(['reply', 'push']),
  /** Who wrote it; null where that is not known. */
  agentName: z.string().nullable(),
  agentId: z.string().max(64).nullable().default(null),
  /** Bubbles of one call share it, and a planned message is known by it. */
  bundleId: z.string().max(64).nullable().default(null),
  /** LINE's ids of all sent messages, in their order; empty where LINE gave none. */
  lineMessageIds: z.array(z.string()).default([]),
  /** With which each of them can be quoted, in their order; null where LINE gave none. */
  quoteTokens: z.array(z.string().nullable()).default([]),
  /** LINE's id of the message that each of them quotes, in their order. */
  quotedIds: z.array(z.string().nullable()).default([]),
});

export type MessageSent = z.infer<typeof messageSentSchema>;
/** As a console appends it: what it does not know may be left out. */
export type NewMessageSent = z.input<typeof messageSentSchema>;
