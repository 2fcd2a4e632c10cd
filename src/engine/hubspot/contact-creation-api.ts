import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import { hubSpotPaths } from './api-version';
import type { CrmRecord } from './crm-api';
import type { CallContext, HubSpotClient } from './hubspot-client';
import { HubSpotError, toHubSpotError } from './hubspot-error';

/**
 * The unique contact property that makes "one friend, one new contact" true whoever creates it and however often: its value
 * is `<bot user id>:<LINE user id>`. Search cannot do that, its index lags behind writes (HubSpot facts, section 20, row 3).
 */
export const createdKeyProperty = 'lumo_line_created_key';

const group = { name: 'lumo_line', label: 'LINE (Lumo Console)', displayOrder: -1 };
const definition = {
  name: createdKeyProperty,
  label: 'LINE contact key',
  type: 'string',
  fieldType: 'text',
  groupName: group.name,
  description: 'Kept by Lumo Console for contacts that it made for a LINE friend, so that no second one is made.',
  hasUniqueValue: true,
};

const recordSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) });
const rowErrorSchema = z.looseObject({
  status: z.union([z.string(), z.number()]).optional(),
  category: z.string().optional(),
  message: z.string().optional(),
});
const readSchema = z.object({ results: z.array(recordSchema) });
const upsertSchema = z.object({
  results: z.array(recordSchema.extend({ new: z.boolean().optional() })),
  errors: z.array(rowErrorSchema).optional(),
});
const definitionSchema = z.object({ hasUniqueValue: z.boolean().default(false) });

/** One condition of a search; several in a group must all hold. */
export interface ContactCondition {
  propertyName: string;
  operator: 'EQ' | 'CONTAINS_TOKEN' | 'IN';
  value?: string;
  values?: readonly string[];
}

const isStatus = (error: unknown, status: number): boolean => error instanceof HubSpotError && error.status === status;

/** Finding and making the contact of a LINE friend. */
export function createContactCreationApi(client: HubSpotClient) {
  const path = hubSpotPaths.contacts;

  const readOne = async (
    id: string,
    idProperty: string | null,
    properties: readonly string[],
    context: CallContext,
  ): Promise<CrmRecord | null> => {
    const json = {
      inputs: [{ id }],
      ...(idProperty === null ? {} : { idProperty }),
      properties,
      propertiesWithHistory: [],
    };
    const answer = await client.call({ method: 'POST', path: `${path}/batch/read`, json }, readSchema, context);
    return answer.results[0] ?? null;
  };

  return {
    /** The contact with this record id, or null. Its id may be another one after a merge (HubSpot facts, section 5.6). */
    byId: (id: string, properties: readonly string[], context: CallContext) => readOne(id, null, properties, context),
    /** The contact that was made for this key, or null. Never behind, other than a search. */
    byCreatedKey: (key: string, properties: readonly string[], context: CallContext) =>
      readOne(key, createdKeyProperty, properties, context),
    /** The contact with this e-mail address, or null; secondary addresses count (HubSpot facts, section 5.5). */
    async byEmail(email: string, properties: readonly string[], context: CallContext): Promise<CrmRecord | null> {
      const query = `idProperty=email&properties=${properties.map(encodeURIComponent).join(',')}`;
      try {
        const request = { method: 'GET', path: `${path}/${encodeURIComponent(email)}?${query}` } as const;
        return await client.call(request, recordSchema, context);
      } catch (error) {
        if (isStatus(error, 404)) return null;
        throw error;
      }
    },
    /** Contacts that fulfil one of up to five groups of conditions. Counts as one search; the index lags behind writes. */
    async searchAny(
      groups: readonly (readonly ContactCondition[])[],
      properties: readonly string[],
      limit: number,
      context: CallContext,
    ): Promise<CrmRecord[]> {
      const json = { filterGroups: groups.map((filters) => ({ filters })), sorts: [], properties, limit };
      const request = { method: 'POST', path: `${path}/search`, json } as const;
      return (await client.call(request, readSchema, context, { limitClass: 'search' })).results;
    },
    /** Makes the key property unless it is there. @throws HubSpotError HUBSPOT_SCOPE_MISSING; HUBSPOT_REJECTED when it is there without unique values */
    async ensureCreatedKey(context: CallContext): Promise<void> {
      const base = hubSpotPaths.contactProperties;
      const held = async () => {
        const request = { method: 'GET', path: `${base}/${createdKeyProperty}` } as const;
        const found = await client.call(request, definitionSchema, context);
        if (!found.hasUniqueValue) {
          throw toHubSpotError(400, { message: `${createdKeyProperty} exists without unique values` });
        }
      };
      try {
        await held();
        return;
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
      try {
        await client.call({ method: 'POST', path: `${base}/groups`, json: group }, z.unknown(), context);
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
      try {
        await client.call({ method: 'POST', path: base, json: definition }, definitionSchema, context);
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
        // another console was faster
        await held();
      }
    },
    /**
     * Makes the contact of this key, or updates the one that has it. Repeating it makes no second one.
     * @throws LumoError CONTACT_AMBIGUOUS (`contactId`) when another contact has the e-mail address; HubSpotError
     */
    async upsert(
      key: string,
      properties: Readonly<Record<string, string>>,
      context: CallContext,
    ): Promise<{ record: CrmRecord; isNew: boolean }> {
      const input = {
        id: key,
        idProperty: createdKeyProperty,
        properties: { ...properties, [createdKeyProperty]: key },
      };
      const json = { inputs: [{ ...input, objectWriteTraceId: '1' }] };
      let refused: HubSpotError;
      try {
        const request = { method: 'POST', path: `${path}/batch/upsert`, json } as const;
        const answer = await client.call(request, upsertSchema, context);
        const [found] = answer.results;
        if (found !== undefined) return { record: found, isNew: found.new === true };
        const row = answer.errors?.[0] ?? {};
        const status = Number(row.status);
        refused = toHubSpotError(row.category === 'CONFLICT' ? 409 : status >= 400 ? status : 400, row);
      } catch (error) {
        if (!(error instanceof HubSpotError)) throw error;
        refused = error;
      }
      const { existingId } = refused.params;
      if (typeof existingId === 'string') {
        throw new LumoError('CONTACT_AMBIGUOUS', { contactId: existingId }, { cause: refused });
      }
      throw refused;
    },
  };
}
export type ContactCreationApi = ReturnType<typeof createContactCreationApi>;
