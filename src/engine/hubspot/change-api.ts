import { z } from 'zod';
import { hubSpotPaths } from './api-version';
import { companyReadProperties } from './company-api';
import type { CrmRecord } from './crm-api';
import type { CallContext, HubSpotClient } from './hubspot-client';

const recordSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) });
const pageSchema = z.object({
  results: z.array(recordSchema),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});
const searchSchema = pageSchema.extend({ total: z.number() });
const batchSchema = z.object({ results: z.array(recordSchema) });

/** One page of record ids; `after` is null on the last one. */
export interface IdPage {
  ids: string[];
  after: string | null;
}

/** Position in a search of companies by modified time. */
export interface CompanySearch {
  filters: readonly { propertyName: string; operator: 'EQ' | 'GT' | 'GTE'; value: string }[];
  sort: { propertyName: string; direction: 'ASCENDING' | 'DESCENDING' };
  limit: number;
}

/** Reading what changed: contacts by id, ids alone, deleted ones, companies by modified time. */
export function createChangeApi(client: HubSpotClient) {
  return {
    /**
     * Up to 100 contacts as they are now, whatever the search index knows. One that does not exist any more is missing; one
     * that was merged comes under the id that it has now (HubSpot facts, section 5.6), and then once only.
     */
    async contacts(ids: readonly string[], properties: readonly string[], context: CallContext): Promise<CrmRecord[]> {
      const json = { inputs: ids.map((id) => ({ id })), properties, propertiesWithHistory: [] };
      const path = `${hubSpotPaths.contacts}/batch/read`;
      const { results } = await client.call({ method: 'POST', path, json }, batchSchema, context);
      return [...new Map(results.map((record) => [record.id, record])).values()];
    },
    /** Ids of up to 100 contacts, in HubSpot's own order (HubSpot facts, section 5.3). */
    async contactIds(after: string | null, context: CallContext): Promise<IdPage> {
      const place = after === null ? '' : `&after=${encodeURIComponent(after)}`;
      const path = `${hubSpotPaths.contacts}?limit=100&properties=hs_object_id${place}`;
      const page = await client.call({ method: 'GET', path }, pageSchema, context);
      return { ids: page.results.map((record) => record.id), after: page.paging?.next?.after ?? null };
    },
    /**
     * How many contacts have a record id in the range, and the first 200 of these ids; `from` included, `to` not, null =
     * open. Deleted ones are not counted. Counts against 4 searches a second; the index lags (facts, section 5.4).
     */
    async contactsInRange(
      from: number | null,
      to: number | null,
      context: CallContext,
    ): Promise<{ total: number; ids: string[] }> {
      const filters = [
        ...(from === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GTE', value: String(from) }]),
        ...(to === null ? [] : [{ propertyName: 'hs_object_id', operator: 'LT', value: String(to) }]),
      ];
      const json = {
        filterGroups: filters.length === 0 ? [] : [{ filters }],
        sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
        properties: ['hs_object_id'],
        limit: 200,
      };
      const request = { method: 'POST', path: `${hubSpotPaths.contacts}/search`, json } as const;
      const { total, results } = await client.call(request, searchSchema, context, { limitClass: 'search' });
      return { total, ids: results.map((record) => record.id) };
    },
    /** Companies by search, with name and domain. Counts against 4 searches a second. */
    async searchCompanies(request: CompanySearch, context: CallContext): Promise<CrmRecord[]> {
      const json = {
        filterGroups: request.filters.length === 0 ? [] : [{ filters: request.filters }],
        sorts: [request.sort],
        properties: companyReadProperties,
        limit: request.limit,
      };
      const path = `${hubSpotPaths.companies}/search`;
      const options = { limitClass: 'search' as const };
      return (await client.call({ method: 'POST', path, json }, searchSchema, context, options)).results;
    },
  };
}
export type ChangeApi = ReturnType<typeof createChangeApi>;
