import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { contactIdSchema, conversationIdSchema, messageIdSchema } from '../model/ids';
import { settingsSchema } from '../model/settings';
import { syncProgressSchema } from '../model/sync';

/** What the renderer may hold and must read again. `conversation` and `contact` name the one that changed. */
export const staleTopicSchema = z.enum([
  'setup',
  'dashboard',
  'accounts',
  'contacts',
  'conversations',
  'history',
  'syncItems',
  'search',
  'fields',
  'problems',
  'dryRun',
  'lists',
  'companies',
  'links',
  'team',
]);
export type StaleTopic = z.infer<typeof staleTopicSchema>;

export const engineEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stale'), topics: z.array(staleTopicSchema) }),
  z.object({ type: z.literal('conversationChanged'), conversationId: conversationIdSchema }),
  z.object({
    type: z.literal('messageArrived'),
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
    title: z.string(),
    preview: z.string(),
  }),
  z.object({ type: z.literal('contactChanged'), contactId: contactIdSchema }),
  z.object({ type: z.literal('syncProgress'), progress: syncProgressSchema.nullable() }),
  z.object({ type: z.literal('online'), isOnline: z.boolean() }),
  /** Who looks at what changed; the list is read by `team.onlookers`. */
  z.object({ type: z.literal('onlookers') }),
  z.object({ type: z.literal('settings'), settings: settingsSchema }),
  /** Asks the window to show a place: a hash route such as `/chats/12`. */
  z.object({ type: z.literal('navigate'), to: z.string() }),
]);
export type EngineEvent = z.infer<typeof engineEventSchema>;

export const eventsContract = {
  /** Every event from now on. Events say what became stale; the truth is read by the other procedures. */
  stream: oc.output(eventIterator(engineEventSchema)),
};
