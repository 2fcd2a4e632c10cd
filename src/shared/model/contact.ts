import { z } from 'zod';
import { contactIdSchema, conversationIdSchema, friendIdSchema, officialAccountIdSchema } from './ids';

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
});
export type ContactProperty = z.infer<typeof contactPropertySchema>;

export const contactDetailSchema = contactRowSchema.extend({
  properties: z.array(contactPropertySchema),
  createdAt: z.number().nullable(),
  friends: z.array(linkedFriendSchema),
  hubSpotUrl: z.string().nullable(),
});
export type ContactDetail = z.infer<typeof contactDetailSchema>;

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
  evidence: z.array(z.enum(['lineUserId', 'sameName', 'similarName', 'emailInMessages', 'phoneInMessages'])),
});
export type LinkCandidate = z.infer<typeof linkCandidateSchema>;
