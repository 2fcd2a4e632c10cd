import { z } from 'zod';

/** HubSpot record id of a contact. Numeric on the wire but always kept as text (HubSpot fact sheet, "Conventions"). */
export const contactIdSchema = z.string().min(1).brand<'ContactId'>();
export type ContactId = z.infer<typeof contactIdSchema>;

/** HubSpot record id of a company. */
export const companyIdSchema = z.string().min(1).brand<'CompanyId'>();
export type CompanyId = z.infer<typeof companyIdSchema>;

/** HubSpot's id of a list (the ILS id). */
export const listIdSchema = z.string().min(1).brand<'ListId'>();
export type ListId = z.infer<typeof listIdSchema>;

/** Bot user id of a LINE Official Account: `U` + 32 hex, equal to a webhook's `destination`. */
export const officialAccountIdSchema = z.string().min(1).brand<'OfficialAccountId'>();
export type OfficialAccountId = z.infer<typeof officialAccountIdSchema>;

/** Local id of a friend: one LINE user at one Official Account. */
export const friendIdSchema = z.string().min(1).brand<'FriendId'>();
export type FriendId = z.infer<typeof friendIdSchema>;

/** Local id of a conversation: one chat (user, group or room) at one Official Account. */
export const conversationIdSchema = z.string().min(1).brand<'ConversationId'>();
export type ConversationId = z.infer<typeof conversationIdSchema>;

/** Local id of a message (ULID). For an outgoing message it never changes over retries. */
export const messageIdSchema = z.string().min(1).brand<'MessageId'>();
export type MessageId = z.infer<typeof messageIdSchema>;

/** Local id of a sync run (ULID, so that runs sort by start). */
export const syncRunIdSchema = z.string().min(1).brand<'SyncRunId'>();
export type SyncRunId = z.infer<typeof syncRunIdSchema>;

/** A person at a console, alike in every console of the workspace. Made once for each installation. */
export const agentIdSchema = z.string().min(1).max(64).brand<'AgentId'>();
export type AgentId = z.infer<typeof agentIdSchema>;
