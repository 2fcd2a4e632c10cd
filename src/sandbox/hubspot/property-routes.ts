import type { Hono } from 'hono';
import { z } from 'zod';
import { batchAnswer, checkBatchSize, missingRow } from './batch';
import type { Caller, HubSpotContext, HubSpotEnv } from './context';
import { HubSpotError, invalidRequest, notFound } from './errors';
import { type ObjectType, objectTypeOf } from './object-types';
import { createProperty, propertyCreate, propertyUpdate, updateProperty } from './property-changes';
import type { PropertyGroup } from './property-store';
import { isRecordRefusal } from './record-writer';
import { type ApiRequest, flagQuery, listQuery, parseBody, pathPart, requireAnyScope } from './request';

const groupCreate = z.object({ name: z.string(), label: z.string(), displayOrder: z.number().int().default(-1) });
const groupUpdate = z.object({ label: z.string().optional(), displayOrder: z.number().int().optional() });
const namesBody = z.object({ inputs: z.array(z.object({ name: z.string() })), archived: z.boolean().default(false) });
const createBatch = z.object({ inputs: z.array(propertyCreate) });

/** Property definitions and groups under one base path (facts section 6). */
export function mountPropertyRoutes(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  const { properties } = context;
  mountGroupRoutes(app, base, context);

  app.get(`${base}/:type`, (c) => {
    const { type, caller } = access(c, 'read');
    const results = isSensitiveAsked(c)
      ? []
      : properties.list(caller.account.hubId, type.name, flagQuery(c, 'archived'));
    const wanted = new Set(listQuery(c, 'properties'));
    return c.json({
      results: wanted.size === 0 ? results : results.filter((definition) => wanted.has(definition.name)),
    });
  });

  app.post(`${base}/:type/batch/read`, (c) => {
    const { type, caller } = access(c, 'read');
    const startedAt = context.now();
    const { inputs, archived } = parseBody(c, namesBody);
    checkBatchSize(inputs);
    const found = inputs.flatMap(({ name }) => {
      const definition = properties.find(caller.account.hubId, type.name, name);
      return definition === undefined || definition.archived !== archived ? [] : definition;
    });
    const names = new Set(found.map((definition) => definition.name));
    const missing = inputs.flatMap(({ name }) => (names.has(name) ? [] : name));
    const errors = missing.length === 0 ? [] : [missingRow('PROPERTY', missing)];
    return batchAnswer(startedAt, context.now(), found, errors, 200);
  });

  app.post(`${base}/:type/batch/create`, (c) => {
    const { type, caller } = access(c, 'write');
    const startedAt = context.now();
    const { inputs } = parseBody(c, createBatch);
    checkBatchSize(inputs);
    const results: unknown[] = [];
    const errors: Record<string, unknown>[] = [];
    for (const input of inputs) {
      try {
        results.push(createProperty(context, caller.account, type, input));
      } catch (error) {
        if (!isRecordRefusal(error)) throw error;
        errors.push({ ...error.row(), context: { name: [input.name] } });
      }
    }
    return batchAnswer(startedAt, context.now(), results, errors, 201);
  });

  app.post(`${base}/:type/batch/archive`, (c) => {
    const { type, caller } = access(c, 'write');
    const { inputs } = parseBody(c, namesBody);
    checkBatchSize(inputs);
    for (const { name } of inputs) archive(context, caller, type, name);
    return c.body(null, 204);
  });

  app.get(`${base}/:type/:name`, (c) => {
    const { type, caller } = access(c, 'read');
    const definition = properties.find(caller.account.hubId, type.name, pathPart(c, 'name'));
    if (definition === undefined || definition.archived !== flagQuery(c, 'archived')) throw noProperty(c);
    return c.json(definition);
  });

  app.post(`${base}/:type`, (c) => {
    const { type, caller } = access(c, 'write');
    return c.json(createProperty(context, caller.account, type, parseBody(c, propertyCreate)), 201);
  });

  app.patch(`${base}/:type/:name`, (c) => {
    const { type, caller } = access(c, 'write');
    const definition = properties.live(caller.account.hubId, type.name).get(pathPart(c, 'name'));
    if (definition === undefined) throw noProperty(c);
    return c.json(updateProperty(context, caller.account, type, definition, parseBody(c, propertyUpdate)));
  });

  app.delete(`${base}/:type/:name`, (c) => {
    const { type, caller } = access(c, 'write');
    archive(context, caller, type, pathPart(c, 'name'));
    return c.body(null, 204);
  });
}

function mountGroupRoutes(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  const { properties } = context;
  const find = (c: ApiRequest, caller: Caller, type: ObjectType): PropertyGroup => {
    const name = pathPart(c, 'name');
    const group = properties.groups(caller.account.hubId, type.name).find((candidate) => candidate.name === name);
    if (group === undefined) throw notFound(`No property group ${name} exists.`);
    return group;
  };

  app.get(`${base}/:type/groups`, (c) => {
    const { type, caller } = access(c, 'read');
    return c.json({ results: properties.groups(caller.account.hubId, type.name) });
  });
  app.get(`${base}/:type/groups/:name`, (c) => {
    const { type, caller } = access(c, 'read');
    return c.json(find(c, caller, type));
  });
  app.post(`${base}/:type/groups`, (c) => {
    const { type, caller } = access(c, 'write');
    const { hubId } = caller.account;
    const group = { ...parseBody(c, groupCreate), archived: false };
    if (!/^[a-z][a-z0-9_-]*$/.test(group.name)) throw invalidRequest(`${group.name} is no valid group name.`);
    if (properties.groups(hubId, type.name).some((candidate) => candidate.name === group.name)) {
      throw new HubSpotError({
        status: 409,
        category: 'OBJECT_ALREADY_EXISTS',
        message: `Property group named '${group.name}' already exists`,
      });
    }
    properties.saveGroup(hubId, type.name, group);
    return c.json(group, 201);
  });
  app.patch(`${base}/:type/groups/:name`, (c) => {
    const { type, caller } = access(c, 'write');
    const { label, displayOrder } = parseBody(c, groupUpdate);
    const before = find(c, caller, type);
    const group = { ...before, label: label ?? before.label, displayOrder: displayOrder ?? before.displayOrder };
    properties.saveGroup(caller.account.hubId, type.name, group);
    return c.json(group);
  });
  app.delete(`${base}/:type/groups/:name`, (c) => {
    const { type, caller } = access(c, 'write');
    const { hubId } = caller.account;
    const group = find(c, caller, type);
    if (properties.list(hubId, type.name, false).some((definition) => definition.groupName === group.name)) {
      throw invalidRequest(`The property group ${group.name} still holds properties.`);
    }
    properties.saveGroup(hubId, type.name, { ...group, archived: true });
    return c.body(null, 204);
  });
}

function access(c: ApiRequest, what: 'read' | 'write'): { readonly type: ObjectType; readonly caller: Caller } {
  const type = objectTypeOf(pathPart(c, 'type'));
  const caller = c.get('caller');
  // Object scopes are enough to read definitions but never to change them (facts section 6).
  if (what === 'write') requireAnyScope(caller, type.schemaWriteScope);
  else requireAnyScope(caller, type.schemaReadScope, type.schemaWriteScope, type.readScope, type.writeScope);
  return { type, caller };
}

function archive(context: HubSpotContext, caller: Caller, type: ObjectType, name: string): void {
  const { hubId } = caller.account;
  const definition = context.properties.live(hubId, type.name).get(name);
  if (definition === undefined) return;
  if (!definition.modificationMetadata.archivable) throw invalidRequest(`The property ${name} cannot be archived.`);
  const archived = { ...definition, archived: true, updatedAt: new Date(context.now()).toISOString() };
  context.properties.save(hubId, type.name, archived);
}

function noProperty(c: ApiRequest): HubSpotError {
  return notFound(`Property ${pathPart(c, 'name')} does not exist.`);
}

function isSensitiveAsked(c: ApiRequest): boolean {
  const asked = c.req.query('dataSensitivity');
  return asked !== undefined && asked !== '' && asked !== 'non_sensitive';
}
