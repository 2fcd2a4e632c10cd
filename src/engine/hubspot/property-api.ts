import { z } from 'zod';
import { hubSpotPaths } from './api-version';
import type { CallContext, HubSpotClient } from './hubspot-client';
import { HubSpotError } from './hubspot-error';

const propertySchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string(),
  groupName: z.string().default(''),
  hidden: z.boolean().default(false),
  hubspotDefined: z.boolean().default(false),
  archived: z.boolean().default(false),
  dataSensitivity: z.string().optional(),
  calculated: z.boolean().default(false),
  hasUniqueValue: z.boolean().default(false),
  description: z.string().nullish(),
  options: z
    .array(
      z.object({
        label: z.string(),
        value: z.string(),
        displayOrder: z.number().nullish(),
        hidden: z.boolean().nullish(),
        description: z.string().nullish(),
      }),
    )
    .default([]),
  modificationMetadata: z.object({ readOnlyValue: z.boolean().default(false) }).optional(),
});
export type PropertyDefinition = z.infer<typeof propertySchema>;

const listSchema = z.object({ results: z.array(propertySchema) });
const groupSchema = z.object({ name: z.string(), label: z.string() });

/** One choice of an enumeration as it is written. */
export interface PropertyOption {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
}

/** What a new property is made from (facts, section 6.1). */
export interface PropertyCreation {
  name: string;
  label: string;
  type: 'string' | 'datetime' | 'enumeration';
  fieldType: 'text' | 'textarea' | 'date' | 'select' | 'checkbox';
  groupName: string;
  description: string;
  options?: PropertyOption[];
}

const isConflict = (error: unknown) => error instanceof HubSpotError && error.status === 409;
const isMissing = (error: unknown) => error instanceof HubSpotError && error.status === 404;

/** Definitions of contact properties and their groups. */
export function createPropertyApi(client: HubSpotClient) {
  const base = hubSpotPaths.contactProperties;
  return {
    async list(context: CallContext): Promise<PropertyDefinition[]> {
      const answer = await client.call({ method: 'GET', path: base }, listSchema, context);
      return answer.results.filter((property) => !property.archived);
    },
    /** Labels of all groups by internal name. */
    async groupLabels(context: CallContext): Promise<Record<string, string>> {
      const answer = await client.call(
        { method: 'GET', path: `${base}/groups` },
        z.object({ results: z.array(groupSchema) }),
        context,
      );
      return Object.fromEntries(answer.results.map((group) => [group.name, group.label]));
    },
    /** Makes the group unless it is there. */
    async ensureGroup(group: { name: string; label: string }, context: CallContext): Promise<void> {
      try {
        await client.call({ method: 'GET', path: `${base}/groups/${group.name}` }, groupSchema, context);
        return;
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      const json = { ...group, displayOrder: -1 };
      try {
        await client.call({ method: 'POST', path: `${base}/groups`, json }, groupSchema, context);
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    },
    /** Makes the property; one that is there already is answered as it is (409 = success, facts section 6.1). */
    async ensure(creation: PropertyCreation, context: CallContext): Promise<PropertyDefinition> {
      try {
        return await client.call({ method: 'POST', path: base, json: creation }, propertySchema, context);
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
      return client.call({ method: 'GET', path: `${base}/${creation.name}` }, propertySchema, context);
    },
    /** Sets all options of an enumeration: what is not named any more is gone (facts, section 6.1). */
    async setOptions(name: string, options: readonly PropertyOption[], context: CallContext): Promise<void> {
      await client.call({ method: 'PATCH', path: `${base}/${name}`, json: { options } }, propertySchema, context);
    },
    /** Gives a property another type, with its options. HubSpot refuses where values do not allow it. */
    changeType(
      { name, type, fieldType, options }: PropertyCreation,
      context: CallContext,
    ): Promise<PropertyDefinition> {
      const json = { type, fieldType, ...(options === undefined ? {} : { options }) };
      return client.call({ method: 'PATCH', path: `${base}/${name}`, json }, propertySchema, context);
    },
    /** Renames the group. */
    async renameGroup(name: string, label: string, context: CallContext): Promise<void> {
      await client.call({ method: 'PATCH', path: `${base}/groups/${name}`, json: { label } }, groupSchema, context);
    },
    async rename(name: string, label: string, context: CallContext): Promise<void> {
      await client.call({ method: 'PATCH', path: `${base}/${name}`, json: { label } }, propertySchema, context);
    },
  };
}
export type PropertyApi = ReturnType<typeof createPropertyApi>;
