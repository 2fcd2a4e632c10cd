import { z } from 'zod';
import { hubSpotPaths } from './api-version';
import type { CrmRecord } from './crm-api';
import type { CallContext, HubSpotClient } from './hubspot-client';

/** Names of deal and ticket properties: HubSpot facts, section 9. */
const kinds = {
  deal: {
    name: 'deals',
    path: hubSpotPaths.deals,
    properties: [
      'dealname',
      'pipeline',
      'dealstage',
      'amount',
      'deal_currency_code',
      'closedate',
      'hubspot_owner_id',
      'hs_is_closed',
      'hs_lastmodifieddate',
    ],
  },
  ticket: {
    name: 'tickets',
    path: hubSpotPaths.tickets,
    properties: [
      'subject',
      'hs_pipeline',
      'hs_pipeline_stage',
      'hs_ticket_priority',
      'hubspot_owner_id',
      'hs_lastmodifieddate',
    ],
  },
} as const;
type Kind = keyof typeof kinds;
const parents = { contact: 'contacts', company: 'companies' } as const;

const idSchema = z.union([z.string(), z.number()]).transform(String);
const recordSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) });
const recordsSchema = z.object({ results: z.array(recordSchema) });
const pagingSchema = z.object({ next: z.object({ after: z.string() }).optional() }).optional();
// A record without associations is an error row and no result (HubSpot facts, section 8.1): it means "none".
const associationsSchema = z.object({
  results: z.array(z.object({ to: z.array(z.object({ toObjectId: idSchema })), paging: pagingSchema })),
});
const metadataSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]).nullable());
const stageSchema = z.object({
  id: z.string(),
  label: z.string(),
  archived: z.boolean().default(false),
  metadata: metadataSchema.default({}),
});
const pipelineSchema = z.object({
  id: z.string(),
  label: z.string(),
  archived: z.boolean().default(false),
  stages: z.array(stageSchema).default([]),
});
/** A pipeline of deals or tickets with its stages. */
export type Pipeline = z.infer<typeof pipelineSchema>;
const pipelinesSchema = z.object({ results: z.array(pipelineSchema) });
const ownersSchema = z.object({
  results: z.array(
    z.object({
      id: idSchema,
      email: z.string().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
    }),
  ),
  paging: pagingSchema,
});

/**
 * Reading deals and tickets, and what they refer to. There is no function here that writes, and there must never be one:
 * the scope `tickets` would allow it (HubSpot facts, section 9). Every call is a GET or a batch read.
 */
export function createRecordApi(client: HubSpotClient) {
  return {
    /** Ids of the deals or tickets of one record, up to `most`. */
    async idsOf(
      parent: { kind: keyof typeof parents; id: string },
      kind: Kind,
      most: number,
      context: CallContext,
    ): Promise<string[]> {
      const path = `${hubSpotPaths.associations}/${parents[parent.kind]}/${kinds[kind].name}/batch/read`;
      const ids = new Set<string>();
      let after: string | undefined;
      do {
        const json = { inputs: [{ id: parent.id, ...(after === undefined ? {} : { after }) }] };
        const request = { method: 'POST', path, json } as const;
        const options = { limitClass: 'exempt', isOptional: true } as const;
        const { results } = await client.call(request, associationsSchema, context, options);
        for (const row of results) for (const { toObjectId } of row.to) ids.add(toObjectId);
        after = results[0]?.paging?.next?.after;
      } while (after !== undefined && ids.size < most);
      return [...ids].slice(0, most);
    },
    /** Up to 100 deals or tickets; those that do not exist (any more) are missing. */
    async read(kind: Kind, ids: readonly string[], context: CallContext): Promise<CrmRecord[]> {
      const { path, properties } = kinds[kind];
      const json = { inputs: ids.map((id) => ({ id })), properties, propertiesWithHistory: [] };
      const request = { method: 'POST', path: `${path}/batch/read`, json } as const;
      return (await client.call(request, recordsSchema, context, { isOptional: true })).results;
    },
    async pipelines(kind: Kind, context: CallContext): Promise<Pipeline[]> {
      const path = `${hubSpotPaths.pipelines}/${kinds[kind].name}`;
      return (await client.call({ method: 'GET', path }, pipelinesSchema, context, { isOptional: true })).results;
    },
    /** Names of owners by id, deactivated ones too: records keep naming them. */
    async ownerNames(context: CallContext): Promise<Record<string, string>> {
      const names: Record<string, string> = {};
      for (const isArchived of [false, true]) {
        let after: string | undefined;
        do {
          const place = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
          const path = `${hubSpotPaths.owners}?limit=100&archived=${isArchived}${place}`;
          const page = await client.call({ method: 'GET', path }, ownersSchema, context, { isOptional: true });
          for (const owner of page.results) {
            const name = [owner.firstName, owner.lastName].filter((part) => (part ?? '') !== '').join(' ');
            names[owner.id] = name === '' ? (owner.email ?? owner.id) : name;
          }
          after = page.paging?.next?.after;
        } while (after !== undefined);
      }
      return names;
    },
  };
}
export type RecordApi = ReturnType<typeof createRecordApi>;
