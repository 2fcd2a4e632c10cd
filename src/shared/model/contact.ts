import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import {
  companyIdSchema,
  contactIdSchema,
  conversationIdSchema,
  friendIdSchema,
  officialAccountIdSchema,
  syncRunIdSchema,
} from './ids';
import { fieldChangeSchema, syncRuleSchema } from './sync';

export const followStatusSchema = z.enum(['following', 'blocked', 'unknown']);
export type FollowStatus = z.infer<typeof followStatusSchema>;
export const linkOriginSchema = z.enum(['autoCreated', 'matchedByHand', 'customerLinked', 'restored']);
export type LinkOrigin = z.infer<typeof linkOriginSchema>;

/** One row of the contacts table. A value that was not added to the sync is null, not empty. */
export const contactRowSchema = z.object({
  id: contactIdSchema,
  displayName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  companyName: z.string().nullable(),
  lifecycleStage: z.string().nullable(),
  leadStatus: z.string().nullable(),
  modifiedAt: z.number(),
  syncedAt: z.number(),
  friendCount: z.number(),
});
export type ContactRow = z.infer<typeof contactRowSchema>;

export const linkedFriendSchema = z.object({
  friendId: friendIdSchema,
  officialAccountId: officialAccountIdSchema,
  officialAccountName: z.string(),
  displayName: z.string(),
  pictureUrl: z.string().nullable(),
  followStatus: followStatusSchema,
  conversationId: conversationIdSchema.nullable(),
  origin: linkOriginSchema,
  linkedAt: z.number(),
});
export type LinkedFriend = z.infer<typeof linkedFriendSchema>;

export const contactPropertySchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  /** Raw HubSpot value (always text); null = empty in HubSpot. */
  value: z.string().nullable(),
  /** Label of the option that `value` names, for enumerations. */
  valueLabel: z.string().nullable(),
  fieldType: z.string(),
  rule: syncRuleSchema,
  /** Why it cannot be edited here; null = it can. */
  readOnlyReason: z.enum(['rule', 'readOnly', 'calculated', 'company', 'paused', 'missing', 'detached']).nullable(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** pending = an edit waits to be written; refused = HubSpot did not take it; different = the rule leaves both sides as they are. */
  state: z.enum(['same', 'pending', 'refused', 'different']),
  /** HubSpot's value, where it differs from the one here. */
  hubSpotValue: z.string().nullable(),
  problem: problemSchema.nullable(),
  /** Side and time of the last known change. */
  source: z.enum(['hubSpot', 'lumo']),
  changedAt: z.number().nullable(),
});
export type ContactProperty = z.infer<typeof contactPropertySchema>;

export const contactDetailSchema = contactRowSchema.extend({
  properties: z.array(contactPropertySchema),
  createdAt: z.number().nullable(),
  friends: z.array(linkedFriendSchema),
  /** Synced lists that hold this contact. */
  lists: z.array(z.object({ id: z.string(), name: z.string(), processingType: z.string() })),
  companyId: companyIdSchema.nullable(),
  hubSpotUrl: z.string().nullable(),
});
export type ContactDetail = z.infer<typeof contactDetailSchema>;

/** Why a value is what it is (B17): newest change first; `firstRunId` brought the value that no change is known of. */
export const fieldProvenanceSchema = z.object({
  propertyName: z.string(),
  label: z.string(),
  value: z.string().nullable(),
  hubSpotValue: z.string().nullable(),
  rule: syncRuleSchema,
  firstRunId: syncRunIdSchema.nullable(),
  firstAt: z.number().nullable(),
  changes: z.array(fieldChangeSchema),
});
export type FieldProvenance = z.infer<typeof fieldProvenanceSchema>;

export const contactFilterSchema = z.object({
  /** Words that name, e-mail, phone or company must hold. */
  text: z.string().max(200).default(''),
  lifecycleStages: z.array(z.string()).max(100).default([]),
  leadStatuses: z.array(z.string()).max(100).default([]),
  link: z.enum(['any', 'linked', 'unlinked']).default('any'),
});
export type ContactFilter = z.infer<typeof contactFilterSchema>;

export const contactSortSchema = z.enum(['name', 'company', 'modified']);
export type ContactSort = z.infer<typeof contactSortSchema>;

/** A contact that may be the same person as a friend, with the evidence that says so. */
export const linkCandidateSchema = z.object({
  contact: contactRowSchema,
  /** 0..100; never acted on without a person. */
  score: z.number(),
  evidence: z.array(
    z.object({
      kind: z.enum([
        'lineUserId',
        'sameName',
        'similarName',
        'sameReading',
        'emailInMessages',
        'phoneInMessages',
        'createdAroundFollow',
      ]),
      /** What was compared, as a person would show it to a colleague: the name, the number, the time. */
      detail: z.string(),
      points: z.number(),
    }),
  ),
});
export type LinkCandidate = z.infer<typeof linkCandidateSchema>;

/** A friend without a contact, as the match desk shows it. */
export const unlinkedFriendSchema = z.object({
  friendId: friendIdSchema,
  officialAccountId: officialAccountIdSchema,
  officialAccountName: z.string(),
  displayName: z.string(),
  pictureUrl: z.string().nullable(),
  followStatus: followStatusSchema,
  followedAt: z.number().nullable(),
  lastMessageAt: z.number().nullable(),
  conversationId: conversationIdSchema.nullable(),
  /** Set aside by a person: not a customer, or not to be matched. */
  isSetAside: z.boolean(),
  /** The link that the customer was sent and has not answered yet. */
  openRequestUntil: z.number().nullable(),
  /** Why no contact was made by itself (B11): CONTACT_AMBIGUOUS asks for a person; null = nothing stands in the way. */
  creationProblem: problemSchema.nullable(),
});
export type UnlinkedFriend = z.infer<typeof unlinkedFriendSchema>;

/** A request to a customer to confirm that a contact is theirs (B13). */
export const linkRequestSchema = z.object({
  id: z.string(),
  friendId: friendIdSchema,
  contactId: contactIdSchema,
  contactName: z.string(),
  state: z.enum(['sending', 'sent', 'opened', 'linked', 'failed', 'expired', 'cancelled']),
  sentAt: z.number(),
  expiresAt: z.number(),
  finishedAt: z.number().nullable(),
  problem: problemSchema.nullable(),
});
export type LinkRequest = z.infer<typeof linkRequestSchema>;
