import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { cannedContentSchema } from '../model/outgoing';

/** Names a conversation alike in every console, whose own row numbers differ. */
export const chatRefSchema = z.object({
  botUserId: z.string().min(1).max(64),
  sourceType: z.enum(['user', 'group', 'room']),
  /** LINE's id of the user, group or room. */
  sourceId: z.string().min(1).max(100),
});
export type ChatRef = z.infer<typeof chatRefSchema>;

const made = {
  /** When the person did it, epoch ms of that console. Which of two changes holds is decided by the log's order, not by this. */
  at: z.number().int(),
  /** The agent who did it; null = Lumo itself. */
  by: z.string().max(64).nullable(),
};

/**
 * What the consoles of a workspace share, beside the messages themselves. Each change carries the whole new value of its key,
 * so the newest entry of a key is all that a new console needs; `isGone` = the value was deleted.
 */
export const workspaceChangeSchema = z.discriminatedUnion('kind', [
  /** A person at a console; told at its start and when the name changes. */
  z.object({ kind: z.literal('agent'), agentId: z.string().min(1).max(64), name: z.string().min(1).max(100), ...made }),
  /** Since when the workspace looks after an Official Account, told by its first console: what was written before is past. */
  z.object({
    kind: z.literal('account'),
    botUserId: z.string().min(1).max(64),
    since: z.number().int(),
    ...made,
  }),
  z.object({ kind: z.literal('assignment'), chat: chatRefSchema, agentId: z.string().max(64).nullable(), ...made }),
  /** `doneUntil`: what customers wrote until then was called done. A message that the person had not seen makes it "to do" again. */
  z.object({
    kind: z.literal('status'),
    chat: chatRefSchema,
    status: z.enum(['todo', 'done']),
    doneUntil: z.number().int().nonnegative(),
    ...made,
  }),
  z.object({
    kind: z.literal('note'),
    noteId: z.string().min(1).max(64),
    chat: chatRefSchema,
    text: z.string().max(5_000),
    createdAt: z.number().int(),
    /** Who wrote it first. */
    author: z.string().max(64).nullable(),
    isGone: z.boolean(),
    ...made,
  }),
  /** `isGone` takes it from every friend who got it before; a key of its own, so that it is known however the tag is saved again. */
  z.object({
    kind: z.literal('tag'),
    name: z.string().min(1).max(100),
    color: z.string().max(20).nullable(),
    isGone: z.boolean(),
    ...made,
  }),
  z.object({
    kind: z.literal('friendTag'),
    botUserId: z.string().min(1).max(64),
    userId: z.string().min(1).max(100),
    tag: z.string().min(1).max(100),
    isGiven: z.boolean(),
    ...made,
  }),
  z.object({
    kind: z.literal('cannedReply'),
    cannedReplyId: z.string().min(1).max(64),
    shortcut: z.string().max(40),
    title: z.string().max(100),
    contents: z.array(cannedContentSchema).max(5),
    isGone: z.boolean(),
    ...made,
  }),
  /** Who is whose contact; `contactId` null = unlinked. HubSpot's own LINE User ID is written by the console that made it. */
  z.object({
    kind: z.literal('link'),
    botUserId: z.string().min(1).max(64),
    userId: z.string().min(1).max(100),
    contactId: z.string().max(40).nullable(),
    origin: z.enum(['autoCreated', 'matchedByHand', 'customerLinked', 'restored']).nullable(),
    ...made,
  }),
  /** A message to be sent later, by whichever console is there then. `planned` until it was sent, taken back or held. */
  z.object({
    kind: z.literal('plannedSend'),
    /** Also the key under which LINE takes it once only, whoever sends it. */
    bundleId: z.uuid(),
    chat: chatRefSchema,
    state: z.enum(['planned', 'cancelled', 'held', 'sent']),
    sendAt: z.number().int(),
    /** LINE message objects. */
    messages: z.array(z.looseObject({ type: z.string() })).max(5),
    /** The newest message that the writer had seen; a later one of the customer holds it. Epoch ms. */
    seenUntil: z.number().int(),
    /** While it is held: why. */
    heldBecause: z.enum(['customerWrote', 'threadMovedOn', 'tooLate']).nullable().default(null),
    /** While it is held: LINE refused it, or nobody knows whether LINE has it. */
    problem: problemSchema.nullable().default(null),
    ...made,
  }),
]);
export type WorkspaceChange = z.infer<typeof workspaceChangeSchema>;

/** Kind of the log entries that carry a {@link WorkspaceChange}. */
export const WORKSPACE_CHANGE_KIND = 'workspace.change';

/** What a change is the newest value of: the `key` of its log entry. Parts are joined so that no two keys can be mistaken. */
export function keyOfChange(change: WorkspaceChange): string {
  const chat = (ref: ChatRef): string => JSON.stringify([ref.botUserId, ref.sourceType, ref.sourceId]);
  switch (change.kind) {
    case 'agent':
      return `agent:${change.agentId}`;
    case 'account':
      return `account:${change.botUserId}`;
    case 'assignment':
    case 'status':
      return `${change.kind}:${chat(change.chat)}`;
    case 'note':
      return `note:${change.noteId}`;
    case 'tag':
      return `${change.isGone ? 'tagGone' : 'tag'}:${change.name}`;
    case 'friendTag':
      return `friendTag:${JSON.stringify([change.botUserId, change.userId, change.tag])}`;
    case 'cannedReply':
      return `cannedReply:${change.cannedReplyId}`;
    case 'link':
      return `link:${JSON.stringify([change.botUserId, change.userId])}`;
    case 'plannedSend':
      return `plannedSend:${change.bundleId}`;
  }
}
