import { z } from 'zod';
import { hubSpotPaths } from './api-version';
import type { CallContext, HubSpotClient } from './hubspot-client';

const contactTypeId = '0-1';
/** Size, folder and freshness of a list come as texts and only when they are asked for (HubSpot facts, section 10). */
const additionalProperties = [
  'hs_list_size',
  'hs_last_record_added_at',
  'hs_last_record_removed_at',
  'hs_folder_name',
] as const;

const idSchema = z.union([z.string(), z.number()]).transform(String);
const listSchema = z.object({
  listId: idSchema,
  name: z.string(),
  objectTypeId: z.string().default(contactTypeId),
  processingType: z.string(),
  processingStatus: z.string().nullish(),
  listVersion: z.union([z.number(), z.string()]).nullish(),
  updatedAt: z.union([z.string(), z.number()]).nullish(),
  deletedAt: z.union([z.string(), z.number()]).nullish(),
  additionalProperties: z.record(z.string(), z.union([z.string(), z.number()]).nullable()).default({}),
});
/** A list as HubSpot shows it. */
export type ListDefinition = z.infer<typeof listSchema>;

const searchSchema = z.object({
  lists: z.array(listSchema),
  hasMore: z.boolean().default(false),
  offset: z.number().default(0),
});
// Libraries once typed members as plain numbers (HubSpot facts, section 20, row 31): what the wire has is read leniently.
const memberSchema = z.union([
  z.object({ recordId: idSchema, membershipTimestamp: z.union([z.string(), z.number()]).nullish() }),
  idSchema.transform((recordId) => ({ recordId, membershipTimestamp: null })),
]);
const memberPageSchema = z.object({
  results: z.array(memberSchema),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
  total: z.number().optional(),
});

/** One page of a list's members, in the order of their record ids; `after` is null on the last one. */
export interface MemberPage {
  members: { recordId: string; addedAt: number | null }[];
  after: string | null;
  total: number | null;
}

/** Reading lists of contacts. Members are changed in HubSpot, never from here. */
export function createListApi(client: HubSpotClient) {
  const search = async (body: Record<string, unknown>, context: CallContext) => {
    const json = { count: 500, objectTypeId: contactTypeId, additionalProperties, ...body };
    const request = { method: 'POST', path: `${hubSpotPaths.lists}/search`, json } as const;
    const answer = await client.call(request, searchSchema, context, { isOptional: true });
    const lists = answer.lists.filter((list) => list.objectTypeId === contactTypeId && (list.deletedAt ?? '') === '');
    // `offset` is where the next page begins; should it only repeat the question, what came is counted.
    const asked = typeof body.offset === 'number' ? body.offset : 0;
    const next = answer.offset > asked ? answer.offset : asked + answer.lists.length;
    return { lists, next: answer.hasMore && next > asked ? next : null };
  };
  return {
    /** Up to 500 contact lists from an offset on; `next` is null at the end. Deleted ones are left out. */
    page: (offset: number, context: CallContext) => search({ offset }, context),
    /** Those of up to 500 lists that exist. */
    async byIds(listIds: readonly string[], context: CallContext): Promise<ListDefinition[]> {
      return (await search({ offset: 0, listIds }, context)).lists;
    },
    /** Up to 250 members after a place that an earlier page gave. */
    async members(listId: string, after: string | null, context: CallContext): Promise<MemberPage> {
      const from = after === null ? '' : `&after=${encodeURIComponent(after)}`;
      const path = `${hubSpotPaths.lists}/${encodeURIComponent(listId)}/memberships?limit=250${from}`;
      const page = await client.call({ method: 'GET', path }, memberPageSchema, context, { isOptional: true });
      const members = page.results.map(({ recordId, membershipTimestamp }) => ({
        recordId,
        addedAt: timeOf(membershipTimestamp),
      }));
      return { members, after: page.paging?.next?.after ?? null, total: page.total ?? null };
    },
  };
}
export type ListApi = ReturnType<typeof createListApi>;

/** Epoch ms of a time as HubSpot writes it: ISO 8601, or ms as number or text. */
export function timeOf(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  const at = Number.isFinite(number) ? number : Date.parse(String(value));
  return Number.isFinite(at) ? at : null;
}
