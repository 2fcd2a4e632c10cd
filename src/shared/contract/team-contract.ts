import { oc } from '@orpc/contract';
import { z } from 'zod';
import { agentSchema, cannedReplySchema, onlookerSchema, tagSchema } from '../model/chat';
import { conversationIdSchema, friendIdSchema } from '../model/ids';

/** What the consoles of a workspace share beside conversations: people, tags, ready-made answers, who looks at what. */
export const teamContract = {
  agents: oc.output(z.array(agentSchema)),
  /** The name under which the others see this console. */
  setMyName: oc.input(z.object({ name: z.string().trim().min(1).max(100) })).output(z.void()),
  /** Who else looks at which conversation. Told anew by the event `onlookers`. */
  onlookers: oc.output(z.array(onlookerSchema)),
  /** This window shows a conversation (null = none), and whether something is being written in it. */
  look: oc
    .input(z.object({ conversationId: conversationIdSchema.nullable(), isWriting: z.boolean() }))
    .output(z.void()),
  tags: oc.output(z.array(tagSchema)),
  saveTag: oc
    .input(z.object({ name: z.string().trim().min(1).max(100), color: z.string().max(20).nullable() }))
    .output(z.void()),
  /** Takes the tag from every friend who has it. */
  removeTag: oc.input(z.object({ name: z.string() })).output(z.void()),
  giveTag: oc.input(z.object({ friendId: friendIdSchema, tag: z.string().trim().min(1).max(100) })).output(z.void()),
  takeTag: oc.input(z.object({ friendId: friendIdSchema, tag: z.string() })).output(z.void()),
  cannedReplies: oc.output(z.array(cannedReplySchema)),
  /** `id` null = a new one. @throws CANNED_SHORTCUT_TAKEN */
  saveCannedReply: oc
    .input(
      cannedReplySchema.pick({ shortcut: true, title: true, contents: true }).extend({ id: z.string().nullable() }),
    )
    .output(cannedReplySchema),
  removeCannedReply: oc.input(z.object({ id: z.string() })).output(z.void()),
  /** It was put into an answer: those used most come first. */
  noteCannedReplyUsed: oc.input(z.object({ id: z.string() })).output(z.void()),
};
