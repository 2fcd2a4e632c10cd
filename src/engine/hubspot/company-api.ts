import { z } from 'zod';
import { hubSpotPaths } from './api-version';
import type { BatchOutcome, CrmRecord } from './crm-api';
import type { CallContext, HubSpotClient } from './hubspot-client';
import { HubSpotError, toHubSpotError } from './hubspot-error';

/** Company properties in which the product keeps a LINE group; made when the first group becomes a company. */
export const companyGroupProperties = {
  key: 'lumo_line_group_key',
  name: 'lumo_line_group_name',
  memberCount: 'lumo_line_group_member_count',
  pictureUrl: 'lumo_line_group_picture_url',
  account: 'lumo_line_group_account',
} as const;

const group = { name: 'lumo_line', label: 'LINE (Lumo Console)', displayOrder: -1 };
const description = 'Kept by Lumo Console for the LINE group that this company stands for.';
const text = { type: 'string', fieldType: 'text', groupName: group.name, description };
const definitions = [
  // Unique: two consoles that make a company of one group at once make one (HubSpot facts, section 20, rows 3 and 4).
  { ...text, name: companyGroupProperties.key, label: 'LINE group key', hasUniqueValue: true },
  { ...text, name: companyGroupProperties.name, label: 'LINE group name' },
  {
    ...text,
    name: companyGroupProperties.memberCount,
    label: 'LINE group members',
    type: 'number',
    fieldType: 'number',
  },
  { ...text, name: companyGroupProperties.pictureUrl, label: 'LINE group picture' },
  { ...text, name: companyGroupProperties.account, label: 'LINE Official Account of the group' },
];

const recordSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) });
const rowErrorSchema = z.looseObject({
  status: z.union([z.string(), z.number()]).optional(),
  category: z.string().optional(),
  context: z.record(z.string(), z.array(z.string())).optional(),
});
const batchSchema = z.object({ results: z.array(recordSchema), errors: z.array(rowErrorSchema).optional() });
const searchSchema = z.object({ total: z.number(), results: z.array(recordSchema) });
const definitionSchema = z.object({ name: z.string(), type: z.string(), hasUniqueValue: z.boolean().default(false) });

/** What is read of a company; the merged ids tell which asked-for company an answer stands for. */
export const companyReadProperties: readonly string[] = [
  'name',
  'domain',
  'phone',
  'industry',
  'lifecyclestage',
  'hubspot_owner_id',
  'hs_lastmodifieddate',
  'hs_merged_object_ids',
];

const isConflict = (error: unknown) => error instanceof HubSpotError && error.status === 409;

/** Reading companies, and writing those that stand for LINE groups. */
export function createCompanyApi(client: HubSpotClient) {
  const path = hubSpotPaths.companies;
  const post = async <Answer>(url: string, json: unknown, schema: z.ZodType<Answer>, context: CallContext) =>
    client.call({ method: 'POST', path: url, json }, schema, context, { isOptional: true });
  const write = async (kind: 'update' | 'upsert', inputs: readonly object[], context: CallContext) => {
    const answer = await post(`${path}/batch/${kind}`, { inputs }, batchSchema, context);
    const refused = (answer.errors ?? []).map((row) => ({
      ids: row.context?.objectWriteTraceId ?? row.context?.ids ?? [],
      error: toHubSpotError(row.category === 'OBJECT_NOT_FOUND' ? 404 : statusOf(row.status), row),
    }));
    return { records: answer.results, refused };
  };

  return {
    /**
     * Up to 100 companies by id; what does not exist (any more) is missing. One that was merged comes under the id that it
     * has now, and names its old ones in `hs_merged_object_ids` (HubSpot facts, section 5.6).
     */
    async read(ids: readonly string[], context: CallContext, more: readonly string[] = []): Promise<CrmRecord[]> {
      const inputs = ids.map((id) => ({ id }));
      const json = { inputs, properties: [...companyReadProperties, ...more], propertiesWithHistory: [] };
      return (await post(`${path}/batch/read`, json, batchSchema, context)).results;
    },
    /** The companies that hold these LINE group keys (up to 100). */
    async byGroupKeys(keys: readonly string[], context: CallContext): Promise<CrmRecord[]> {
      const json = {
        inputs: keys.map((id) => ({ id })),
        idProperty: companyGroupProperties.key,
        properties: [...companyReadProperties, companyGroupProperties.key],
        propertiesWithHistory: [],
      };
      return (await post(`${path}/batch/read`, json, batchSchema, context)).results;
    },
    /** Companies for a text, as HubSpot's own search box finds them; the index lags behind writes. Counts as a search. */
    async find(words: string, limit: number, context: CallContext): Promise<CrmRecord[]> {
      const json = { query: words, filterGroups: [], sorts: [], properties: ['name', 'domain'], limit };
      const request = { method: 'POST', path: `${path}/search`, json } as const;
      return (await client.call(request, searchSchema, context, { limitClass: 'search' })).results;
    },
    /**
     * Makes the product's company properties that are missing.
     * @throws HubSpotError HUBSPOT_SCOPE_MISSING; HUBSPOT_REJECTED when the key property exists without unique values
     */
    async ensureGroupProperties(context: CallContext): Promise<void> {
      const base = hubSpotPaths.companyProperties;
      const listed = z.object({ results: z.array(definitionSchema) });
      const held = await client.call({ method: 'GET', path: base }, listed, context, { isOptional: true });
      const byName = new Map(held.results.map((definition) => [definition.name, definition]));
      if (byName.get(companyGroupProperties.key)?.hasUniqueValue === false) {
        throw toHubSpotError(400, { message: `${companyGroupProperties.key} exists without unique values` });
      }
      const missing = definitions.filter((definition) => !byName.has(definition.name));
      if (missing.length === 0) return;
      const make = async (url: string, json: object) => {
        try {
          await post(url, json, z.unknown(), context);
        } catch (error) {
          // Another console was faster: it is there.
          if (!isConflict(error)) throw error;
        }
      };
      await make(`${base}/groups`, group);
      for (const definition of missing) await make(base, definition);
    },
    /** Sets properties of up to 100 companies. An empty string clears a value. Rows are refused one by one. */
    update: (
      inputs: readonly { id: string; properties: Readonly<Record<string, string>> }[],
      context: CallContext,
    ): Promise<BatchOutcome> =>
      write(
        'update',
        inputs.map((input) => ({ ...input, objectWriteTraceId: input.id })),
        context,
      ),
    /** Makes up to 100 companies, or updates those that hold the key already; repeating it makes no second one. */
    upsertByGroupKey: (
      inputs: readonly { key: string; properties: Readonly<Record<string, string>> }[],
      context: CallContext,
    ): Promise<BatchOutcome> =>
      write(
        'upsert',
        inputs.map(({ key, properties }) => ({
          id: key,
          idProperty: companyGroupProperties.key,
          properties: { ...properties, [companyGroupProperties.key]: key },
          objectWriteTraceId: key,
        })),
        context,
      ),
  };
}
export type CompanyApi = ReturnType<typeof createCompanyApi>;

function statusOf(status: string | number | undefined): number {
  const number = Number(status);
  return Number.isInteger(number) && number >= 400 ? number : 400;
}
