import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { companyIdSchema, contactIdSchema, conversationIdSchema, listIdSchema, officialAccountIdSchema } from './ids';

/** MANUAL and SNAPSHOT are static, DYNAMIC is kept by HubSpot (HubSpot facts, section 10). */
export const listTypeSchema = z.enum(['MANUAL', 'SNAPSHOT', 'DYNAMIC']);

/** A HubSpot list of contacts. */
export const hubSpotListSchema = z.object({
  id: listIdSchema,
  name: z.string(),
  processingType: listTypeSchema,
  folderName: z.string().nullable(),
  /** HubSpot's own count. */
  size: z.number().nullable(),
  /** Members held here, and of those how many are contacts here and how many have a linked friend. */
  memberCount: z.number(),
  linkedCount: z.number(),
  isSynced: z.boolean(),
  /** HubSpot is still evaluating it: counts and members are in flux. */
  isInFlux: z.boolean(),
  updatedAt: z.number().nullable(),
  /** When all members were last read; null = never. */
  membersAt: z.number().nullable(),
  /** True when HubSpot says that members changed since. */
  isStale: z.boolean(),
  problem: problemSchema.nullable(),
});
export type HubSpotList = z.infer<typeof hubSpotListSchema>;

/** A deal or ticket, read-only (B16). */
export const crmRecordSchema = z.object({
  id: z.string(),
  kind: z.enum(['deal', 'ticket']),
  name: z.string(),
  pipeline: z.string().nullable(),
  /** Label of the stage; the raw id where HubSpot does not know it any more. */
  stage: z.string().nullable(),
  isStageUnknown: z.boolean(),
  isClosed: z.boolean(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  ownerName: z.string().nullable(),
  priority: z.string().nullable(),
  closeAt: z.number().nullable(),
  modifiedAt: z.number().nullable(),
  url: z.string().nullable(),
});
export type CrmRecordView = z.infer<typeof crmRecordSchema>;

/** Deals and tickets of a contact or company as they were last read. */
export const recordsOfSchema = z.object({
  deals: z.array(crmRecordSchema),
  tickets: z.array(crmRecordSchema),
  /** null = never read. */
  readAt: z.number().nullable(),
  /** Why they could not be read now, or at all (`HUBSPOT_SCOPE_MISSING`). */
  problem: problemSchema.nullable(),
});
export type RecordsOf = z.infer<typeof recordsOfSchema>;

export const companyRowSchema = z.object({
  id: companyIdSchema,
  name: z.string(),
  domain: z.string().nullable(),
  phone: z.string().nullable(),
  industry: z.string().nullable(),
  contactCount: z.number(),
  groupCount: z.number(),
  syncedAt: z.number(),
});
export type CompanyRow = z.infer<typeof companyRowSchema>;

/** A LINE group and the HubSpot company that stands for it (B15). */
export const groupRowSchema = z.object({
  conversationId: conversationIdSchema,
  officialAccountId: officialAccountIdSchema,
  officialAccountName: z.string(),
  name: z.string(),
  pictureUrl: z.string().nullable(),
  memberCount: z.number().nullable(),
  isMember: z.boolean(),
  companyId: companyIdSchema.nullable(),
  companyName: z.string().nullable(),
  origin: z.enum(['created', 'tied']).nullable(),
  state: z.enum(['off', 'waiting', 'synced', 'failed', 'left']),
  syncedAt: z.number().nullable(),
  problem: problemSchema.nullable(),
});
export type GroupRow = z.infer<typeof groupRowSchema>;

export const companyDetailSchema = companyRowSchema.extend({
  contacts: z.array(z.object({ id: contactIdSchema, displayName: z.string() })),
  groups: z.array(groupRowSchema),
  hubSpotUrl: z.string().nullable(),
});
export type CompanyDetail = z.infer<typeof companyDetailSchema>;
