import { z } from 'zod';
import type { AccountDefinition } from './accounts';
import type { HubSpotContext } from './context';
import { HubSpotError, invalidRequest } from './errors';
import type { ObjectType } from './object-types';
import { fieldTypesOf, type PropertyDefinition, type PropertyOption } from './property-definition';

const option = z.object({
  label: z.string(),
  value: z.string(),
  displayOrder: z.number().int().default(-1),
  hidden: z.boolean().default(false),
  description: z.string().optional(),
});

/** Body of a property creation (facts section 6.1). */
export const propertyCreate = z.object({
  name: z.string(),
  label: z.string().min(1),
  groupName: z.string(),
  type: z.enum(['string', 'number', 'date', 'datetime', 'enumeration', 'bool', 'phone_number']),
  fieldType: z.string(),
  description: z.string().default(''),
  displayOrder: z.number().int().default(-1),
  hidden: z.boolean().default(false),
  formField: z.boolean().default(false),
  options: z.array(option).default([]),
  hasUniqueValue: z.boolean().default(false),
  externalOptions: z.boolean().default(false),
  referencedObjectType: z.string().optional(),
  dataSensitivity: z.string().default('non_sensitive'),
});

/** Body of a property change; `name`, `type` and `hasUniqueValue` can never be changed. */
export const propertyUpdate = z.object({
  label: z.string().min(1).optional(),
  groupName: z.string().optional(),
  type: propertyCreate.shape.type.optional(),
  fieldType: z.string().optional(),
  description: z.string().optional(),
  displayOrder: z.number().int().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
  options: z.array(option).optional(),
});

const mostCustomProperties = 1_000;
const mostUniqueProperties = 10;

/** Adds a property; throws 409 for a name in use (also by an archived property) and 400 for everything that is not valid. */
export function createProperty(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  body: z.output<typeof propertyCreate>,
): PropertyDefinition {
  const { properties } = context;
  const { hubId } = account;
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(body.name)) {
    throw invalidRequest(
      `Property name "${body.name}" is invalid: it must start with a letter and contain only lowercase letters, numbers and underscores.`,
    );
  }
  if (properties.find(hubId, type.name, body.name) !== undefined) {
    throw new HubSpotError({
      status: 409,
      category: 'OBJECT_ALREADY_EXISTS',
      message: `A property named '${body.name}' already exists.`,
    });
  }
  const custom = properties.list(hubId, type.name, false).filter((definition) => !definition.hubspotDefined);
  if (custom.length >= mostCustomProperties) {
    throw invalidRequest(`The limit of ${mostCustomProperties} custom properties is reached.`);
  }
  if (body.hasUniqueValue) {
    if (body.type !== 'string' && body.type !== 'number') {
      throw invalidRequest(`A property of type ${body.type} cannot have unique values.`);
    }
    if (custom.filter((definition) => definition.hasUniqueValue).length >= mostUniqueProperties) {
      throw invalidRequest(`The limit of ${mostUniqueProperties} properties with unique values is reached.`);
    }
  }
  const at = new Date(context.now()).toISOString();
  const { referencedObjectType, ...rest } = body;
  const definition: PropertyDefinition = {
    ...rest,
    ...(referencedObjectType === undefined ? {} : { referencedObjectType }),
    options: optionsOf(body.options),
    calculated: body.fieldType.startsWith('calculation_'),
    hubspotDefined: false,
    archived: false,
    createdAt: at,
    updatedAt: at,
    modificationMetadata: {
      archivable: true,
      readOnlyDefinition: false,
      readOnlyValue: body.fieldType.startsWith('calculation_'),
      ...(body.type === 'enumeration' ? { readOnlyOptions: false } : {}),
    },
  };
  checkDefinition(context, account, type, definition);
  properties.save(hubId, type.name, definition);
  return definition;
}

/** Changes a definition. `options` replaces the whole list (facts section 6.1). */
export function updateProperty(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  before: PropertyDefinition,
  body: z.output<typeof propertyUpdate>,
): PropertyDefinition {
  const { readOnlyDefinition, readOnlyOptions } = before.modificationMetadata;
  const { options, ...rest } = body;
  const sent = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  if (readOnlyDefinition && Object.keys(sent).some((name) => name !== 'label' && name !== 'displayOrder')) {
    throw invalidRequest(`The definition of the property ${before.name} is read only.`);
  }
  if (body.type !== undefined && body.type !== before.type) {
    throw invalidRequest(
      `The type of the property ${before.name} cannot be changed from ${before.type} to ${body.type}.`,
    );
  }
  if (options !== undefined && (readOnlyOptions === true || (body.type ?? before.type) !== 'enumeration')) {
    throw invalidRequest(`The options of the property ${before.name} are read only.`);
  }
  const definition: PropertyDefinition = {
    ...before,
    ...sent,
    ...(options === undefined ? {} : { options: optionsOf(options) }),
    updatedAt: new Date(context.now()).toISOString(),
  };
  checkDefinition(context, account, type, definition);
  context.properties.save(account.hubId, type.name, definition);
  return definition;
}

function optionsOf(options: readonly z.output<typeof option>[]): readonly PropertyOption[] {
  return options.map(({ description, ...rest }, index) => ({
    ...rest,
    displayOrder: rest.displayOrder < 0 ? index : rest.displayOrder,
    ...(description === undefined ? {} : { description }),
  }));
}

function checkDefinition(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  definition: PropertyDefinition,
): void {
  const { name, options, groupName } = definition;
  if (!context.properties.groups(account.hubId, type.name).some((group) => group.name === groupName)) {
    throw invalidRequest(`Property group "${groupName}" does not exist.`);
  }
  if (!fieldTypesOf[definition.type].includes(definition.fieldType)) {
    throw invalidRequest(`fieldType ${definition.fieldType} is not valid for a property of type ${definition.type}.`);
  }
  if (definition.hubspotDefined) return;
  const needsOptions = definition.type === 'enumeration' && definition.referencedObjectType === undefined;
  if (needsOptions && options.length === 0 && !definition.calculated) {
    throw invalidRequest(`The enumeration property ${name} needs options.`);
  }
  if (definition.type === 'bool' && options.length !== 2) {
    throw invalidRequest(`The bool property ${name} needs the two options true and false.`);
  }
  for (const key of ['value', 'label'] as const) {
    if (new Set(options.map((choice) => choice[key])).size !== options.length) {
      throw invalidRequest(`Property option ${key}s of ${name} must be unique.`);
    }
  }
}
