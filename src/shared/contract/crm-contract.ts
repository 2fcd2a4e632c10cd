import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { contactRowSchema } from '../model/contact';
import {
  companyDetailSchema,
  companyRowSchema,
  groupRowSchema,
  hubSpotListSchema,
  recordsOfSchema,
} from '../model/crm';
import {
  companyIdSchema,
  contactIdSchema,
  conversationIdSchema,
  listIdSchema,
  officialAccountIdSchema,
} from '../model/ids';

const limit = z.number().int().min(1).max(200);
const offset = z.number().int().min(0);

/** HubSpot lists of contacts (B14). Read-only: members are changed in HubSpot. */
export const listsContract = {
  /** `problem` = why lists cannot be read at all (`HUBSPOT_SCOPE_MISSING`). */
  all: oc.output(
    z.object({
      lists: z.array(hubSpotListSchema),
      readAt: z.number().nullable(),
      problem: problemSchema.nullable(),
    }),
  ),
  /** Reads names, sizes and freshness of all lists from HubSpot now. */
  refresh: oc.output(z.void()),
  setSynced: oc.input(z.object({ id: listIdSchema, isSynced: z.boolean() })).output(z.void()),
  /** Reads the members of one list now; resolves when it is done. */
  syncNow: oc.input(z.object({ id: listIdSchema })).output(hubSpotListSchema),
  members: oc.input(z.object({ id: listIdSchema, text: z.string().max(200), offset, limit })).output(
    z.object({
      rows: z.array(contactRowSchema.extend({ addedAt: z.number().nullable() })),
      total: z.number(),
      /** Members that are not among the contacts here. */
      unknown: z.number(),
    }),
  ),
};

/** HubSpot companies and the LINE groups that stand for some of them (B15). */
export const companiesContract = {
  page: oc
    .input(z.object({ text: z.string().max(200), hasGroup: z.boolean().nullable(), offset, limit }))
    .output(z.object({ rows: z.array(companyRowSchema), total: z.number() })),
  get: oc.input(z.object({ id: companyIdSchema })).output(companyDetailSchema),
  /** Companies in HubSpot whose name or domain begins with the text; for tying a group. */
  searchHubSpot: oc
    .input(z.object({ text: z.string().trim().min(1).max(200) }))
    .output(z.array(companyRowSchema.pick({ id: true, name: true, domain: true }))),
  groups: oc.input(z.object({ officialAccountId: officialAccountIdSchema.nullable() })).output(z.array(groupRowSchema)),
  tie: oc.input(z.object({ conversationId: conversationIdSchema, companyId: companyIdSchema })).output(groupRowSchema),
  untie: oc.input(z.object({ conversationId: conversationIdSchema })).output(groupRowSchema),
  /** Makes the company of a group in HubSpot now, whatever the switch says. */
  createFor: oc.input(z.object({ conversationId: conversationIdSchema })).output(groupRowSchema),
};

/** Deals and tickets, read-only (B16): there is no procedure that writes them. */
export const recordsContract = {
  ofContact: oc.input(z.object({ contactId: contactIdSchema, isForced: z.boolean() })).output(recordsOfSchema),
  ofCompany: oc.input(z.object({ companyId: companyIdSchema, isForced: z.boolean() })).output(recordsOfSchema),
};
