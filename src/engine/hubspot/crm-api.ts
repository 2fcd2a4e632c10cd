import { z } from 'zod';
import { hubSpotPaths } from './api-version';
import { companyReadProperties } from './company-api';
import type { CallContext, HubSpotClient } from './hubspot-client';
import { toHubSpotError } from './hubspot-error';

const recordSchema = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  /** ISO 8601; the record's modified time. */
  updatedAt: z.string().optional(),
});
/** A contact or company as HubSpot shows it. Its id may differ from the one asked for after a merge (facts, section 5.6). */
export type CrmRecord = z.infer<typeof recordSchema>;

const pageSchema = z.object({
  results: z.array(recordSchema),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});
const searchSchema = pageSchema.extend({ total: z.number() });
const rowErrorSchema = z.looseObject({
  status: z.union([z.string(), z.number()]).optional(),
  context: z.record(z.string(), z.array(z.string())).optional(),
});
const historySchema = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      propertiesWithHistory: z
        .record(z.string(), z.array(z.object({ value: z.string().nullish(), timestamp: z.string() })))
        .default({}),
    }),
  ),
});
const batchSchema = z.object({ results: z.array(recordSchema), errors: z.array(rowErrorSchema).optional() });

/** One page of records; `after` is null on the last one. */
export interface RecordPage {
  records: CrmRecord[];
  after: string | null;
}

export interface SearchFilter {
  propertyName: string;
  operator: 'EQ' | 'GT' | 'GTE';
  value: string;
}

export interface SearchRequest {
  filters: readonly (SearchFilter | { propertyName: string; operator: 'HAS_PROPERTY' })[];
  sort: { propertyName: string; direction: 'ASCENDING' | 'DESCENDING' };
  properties: readonly string[];
  limit: number;
}

/** Rows of a batch that HubSpot took, and those that it refused one by one (207). */
export interface BatchOutcome {
  records: CrmRecord[];
  refused: { ids: string[]; error: ReturnType<typeof toHubSpotError> }[];
}

/** Above this many characters a list of property names goes in a body instead of the address (facts, section 3.5). */
const longestQuery = 6_000;

/** Reading and writing contacts and companies. */
export function createCrmApi(client: HubSpotClient) {
  const batchRead = async (
    path: string,
    ids: readonly string[],
    properties: readonly string[],
    context: CallContext,
  ): Promise<CrmRecord[]> => {
    const json = { inputs: ids.map((id) => ({ id })), properties, propertiesWithHistory: [] };
    const answer = await client.call({ method: 'POST', path: `${path}/batch/read`, json }, batchSchema, context);
    return answer.results;
  };

  return {
    /** One page of up to 100 contacts, in HubSpot's own order. Costs a second call when the property list is very long. */
    async contactPage(after: string | null, properties: readonly string[], context: CallContext): Promise<RecordPage> {
      const names = properties.map(encodeURIComponent).join(',');
      const isShort = names.length <= longestQuery;
      const query = `limit=100${after === null ? '' : `&after=${encodeURIComponent(after)}`}`;
      const path = `${hubSpotPaths.contacts}?${query}&properties=${isShort ? names : 'hs_object_id'}`;
      const page = await client.call({ method: 'GET', path }, pageSchema, context);
      const next = page.paging?.next?.after ?? null;
      if (isShort || page.results.length === 0) return { records: page.results, after: next };
      const ids = page.results.map((record) => record.id);
      return { records: await batchRead(hubSpotPaths.contacts, ids, properties, context), after: next };
    },
    /** Contacts by search; the index lags behind writes (facts, section 5.4). Counts against 4 searches a second. */
    async searchContacts(
      request: SearchRequest,
      context: CallContext,
    ): Promise<{ records: CrmRecord[]; total: number }> {
      const json = {
        filterGroups: request.filters.length === 0 ? [] : [{ filters: request.filters }],
        sorts: [request.sort],
        properties: request.properties,
        limit: request.limit,
      };
      const path = `${hubSpotPaths.contacts}/search`;
      const answer = await client.call({ method: 'POST', path, json }, searchSchema, context, { limitClass: 'search' });
      return { records: answer.results, total: answer.total };
    },
    /**
     * When the present values of properties were set, epoch ms by property name, for up to 50 contacts (more of them with
     * history are refused: HubSpot facts, section 3.5). A contact that is gone is missing.
     */
    async contactTimes(
      ids: readonly string[],
      properties: readonly string[],
      context: CallContext,
    ): Promise<Map<string, Map<string, number>>> {
      const json = {
        inputs: ids.map((id) => ({ id })),
        properties: ['hs_object_id'],
        propertiesWithHistory: properties,
      };
      const path = `${hubSpotPaths.contacts}/batch/read`;
      const { results } = await client.call({ method: 'POST', path, json }, historySchema, context);
      return new Map(
        results.map((record) => {
          const times = Object.entries(record.propertiesWithHistory).flatMap(([name, entries]): [string, number][] => {
            const at = Date.parse(entries[0]?.timestamp ?? '');
            return Number.isNaN(at) ? [] : [[name, at]];
          });
          return [record.id, new Map(times)];
        }),
      );
    },
    /** Up to 100 companies; ids that do not exist (any more) are missing from the answer. */
    companies: (ids: readonly string[], context: CallContext): Promise<CrmRecord[]> =>
      batchRead(hubSpotPaths.companies, ids, companyReadProperties, context),
    /** Sets properties of up to 100 contacts. An empty string clears a value. @throws HubSpotError when the whole batch is refused */
    async updateContacts(
      inputs: readonly { id: string; properties: Readonly<Record<string, string>> }[],
      context: CallContext,
    ): Promise<BatchOutcome> {
      const path = `${hubSpotPaths.contacts}/batch/update`;
      // With a distinct trace id on every row HubSpot can refuse rows one by one (facts, section 5.5).
      const traced = inputs.map((input) => ({ ...input, objectWriteTraceId: input.id }));
      const answer = await client.call({ method: 'POST', path, json: { inputs: traced } }, batchSchema, context);
      const refused = (answer.errors ?? []).map((row) => ({
        ids: row.context?.objectWriteTraceId ?? row.context?.ids ?? [],
        error: toHubSpotError(rowStatus(row), row),
      }));
      return { records: answer.results, refused };
    },
  };
}
export type CrmApi = ReturnType<typeof createCrmApi>;

function rowStatus(row: z.infer<typeof rowErrorSchema>): number {
  if (row.category === 'OBJECT_NOT_FOUND') return 404;
  const status = Number(row.status);
  return Number.isInteger(status) && status >= 400 ? status : 400;
}
