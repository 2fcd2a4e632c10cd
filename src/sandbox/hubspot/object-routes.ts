import type { Hono } from 'hono';
import { z } from 'zod';
import { type Caller, type HubSpotContext, type HubSpotEnv, idRange, storeOf } from './context';
import { invalidRequest, notFound } from './errors';
import { linkKinds } from './links';
import { associatedTypeOf, type ObjectType, objectTypeOf, objectTypes, type StoredRecord } from './object-types';
import { archiveRecord, blockEmail, mergeRecords, privacyDelete } from './record-lifecycle';
import { linkRecords } from './record-links';
import { type RecordView, readableProperties, viewRecord } from './record-view';
import { createRecord, findByProperty, liveRecord, parseRecordId, updateRecord } from './record-writer';
import {
  type ApiRequest,
  flagQuery,
  integrationSource,
  listQuery,
  numberQuery,
  parseBody,
  pathPart,
  requireAnyScope,
  writtenProperties,
} from './request';

/** `associations[]` of a create. */
export const createAssociations = z
  .array(
    z.object({
      to: z.object({ id: z.union([z.string(), z.number()]) }),
      types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() })).min(1),
    }),
  )
  .optional();

const createBody = z.object({ properties: writtenProperties, associations: createAssociations });
const updateBody = z.object({ properties: writtenProperties });
const mergeBody = z.object({ primaryObjectId: z.string(), objectIdToMerge: z.string() });
const gdprBody = z.object({ objectId: z.string(), idProperty: z.string().optional() });

/** Single-record calls of contacts and companies under one base path (facts sections 5.1 and 8). */
export function mountObjectRoutes(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  const write = <T>(run: () => T): T => context.database.transaction(run)();

  app.get(`${base}/:type`, (c) => {
    const { type, caller } = readAccess(c);
    return c.json(listPage(context, c, caller, type));
  });

  app.post(`${base}/:type/merge`, (c) => {
    const { type, caller } = writeAccess(c);
    const { primaryObjectId, objectIdToMerge } = parseBody(c, mergeBody);
    const [primaryId, mergedId] = [parseRecordId(primaryObjectId), parseRecordId(objectIdToMerge)];
    if (primaryId === null || mergedId === null) throw invalidRequest('Both ids of a merge must be record ids.');
    const source = integrationSource(caller);
    const record = write(() => mergeRecords(context, caller.account, type, primaryId, mergedId, source));
    return c.json(shown(context, caller, type, record));
  });

  app.post(`${base}/:type/gdpr-delete`, (c) => {
    const { type, caller } = writeAccess(c);
    if (type.name !== 'contacts') throw notFound('resource not found');
    const { objectId, idProperty } = parseBody(c, gdprBody);
    write(() => {
      const record =
        idProperty === undefined
          ? liveRecord(context, caller.account, type, parseRecordId(objectId))
          : findByProperty(context, caller.account, type, idProperty, objectId);
      if (record !== undefined) privacyDelete(context, caller.account, record, integrationSource(caller));
      else if (idProperty === 'email') blockEmail(context, caller.account, objectId);
      else throw notFound('Object not found.  objectId are usually numeric.');
    });
    return c.body(null, 204);
  });

  app.get(`${base}/:type/:id`, (c) => {
    const { type, caller } = readAccess(c);
    const record = readTarget(context, c, caller, type);
    return c.json(viewRecord(context, caller.account, type, record, viewOf(context, c, caller, type)));
  });

  app.post(`${base}/:type`, (c) => {
    const { type, caller } = writeAccess(c);
    const { properties, associations } = parseBody(c, createBody);
    const record = write(() => createWithLinks(context, caller, type, properties, associations));
    return c.json(shown(context, caller, type, record, Object.keys(properties)), 201);
  });

  app.patch(`${base}/:type/:id`, (c) => {
    const { type, caller } = writeAccess(c);
    const { properties } = parseBody(c, updateBody);
    const source = integrationSource(caller);
    const record = write(() =>
      updateRecord(context, caller.account, type, target(context, c, caller, type), properties, source),
    );
    return c.json(shown(context, caller, type, record, Object.keys(properties)));
  });

  app.delete(`${base}/:type/:id`, (c) => {
    const { type, caller } = writeAccess(c);
    write(() => {
      const id = parseRecordId(pathPart(c, 'id'));
      const store = storeOf(context, type);
      const { hubId } = caller.account;
      const record = id === null ? undefined : store.byId(hubId, store.currentId(hubId, id));
      if (record === undefined) throw notFound('Object not found.  objectId are usually numeric.');
      if (!record.isArchived) {
        archiveRecord(context, caller.account, type, record, integrationSource(caller));
      }
    });
    return c.body(null, 204);
  });
}

/** The type of the path, with the caller allowed to read it. */
export function readAccess(c: ApiRequest): { readonly type: ObjectType; readonly caller: Caller } {
  const type = objectTypeOf(pathPart(c, 'type'));
  const caller = c.get('caller');
  requireAnyScope(caller, type.readScope);
  return { type, caller };
}

/** The type of the path, with the caller allowed to write it. */
export function writeAccess(c: ApiRequest): { readonly type: ObjectType; readonly caller: Caller } {
  const type = objectTypeOf(pathPart(c, 'type'));
  const caller = c.get('caller');
  requireAnyScope(caller, type.writeScope);
  return { type, caller };
}

/** A record as a write answers it: the default and the sent properties. */
export function shown(
  context: HubSpotContext,
  caller: Caller,
  type: ObjectType,
  record: StoredRecord,
  sent: readonly string[] = [],
): Record<string, unknown> {
  const names = [...type.defaultProperties, ...sent];
  const properties = readableProperties(context, caller.account, type, names);
  return viewRecord(context, caller.account, type, record, { properties, propertiesWithHistory: [], associations: [] });
}

/** Creates a record and links it; a link to a record that does not exist takes the creation back. */
export function createWithLinks(
  context: HubSpotContext,
  caller: Caller,
  type: ObjectType,
  properties: Readonly<Record<string, string>>,
  associations: z.output<typeof createAssociations>,
): StoredRecord {
  const source = integrationSource(caller);
  const record = createRecord(context, caller.account, type, properties, source);
  for (const { to, types } of associations ?? []) {
    const typeIds = types.map((kind) => kind.associationTypeId);
    const other = Object.values(objectTypes).find((candidate) => {
      const kinds = linkKinds(type, candidate);
      return typeIds.every((typeId) => typeId === kinds?.plain.typeId || typeId === kinds?.primary?.typeId);
    });
    if (other === undefined) {
      throw invalidRequest(
        `Association type ${typeIds.join(', ')} does not go from ${type.name} to a record kept here.`,
      );
    }
    const linked = liveRecord(context, caller.account, other, parseRecordId(String(to.id)));
    const isPrimary = typeIds.some((typeId) => typeId === linkKinds(type, other)?.primary?.typeId);
    linkRecords(context, caller.account, { type, record }, { type: other, record: linked }, isPrimary, source);
  }
  return storeOf(context, type).byId(caller.account.hubId, record.id) ?? record;
}

function target(context: HubSpotContext, c: ApiRequest, caller: Caller, type: ObjectType): StoredRecord {
  const idProperty = c.req.query('idProperty');
  const text = pathPart(c, 'id');
  if (idProperty === undefined || idProperty === '') {
    return liveRecord(context, caller.account, type, parseRecordId(text));
  }
  const found = findByProperty(context, caller.account, type, idProperty, text);
  if (found === undefined || found.isArchived) throw notFound('Object not found.  objectId are usually numeric.');
  return found;
}

function readTarget(context: HubSpotContext, c: ApiRequest, caller: Caller, type: ObjectType): StoredRecord {
  if (!flagQuery(c, 'archived')) return target(context, c, caller, type);
  const id = parseRecordId(pathPart(c, 'id'));
  const record = id === null ? undefined : storeOf(context, type).byId(caller.account.hubId, id);
  if (record === undefined || !record.isArchived) throw notFound('Object not found.  objectId are usually numeric.');
  return record;
}

function viewOf(context: HubSpotContext, c: ApiRequest, caller: Caller, type: ObjectType): RecordView {
  const definitions = context.properties.live(caller.account.hubId, type.name);
  const propertiesWithHistory = listQuery(c, 'propertiesWithHistory').filter((name) => definitions.has(name));
  const properties = [...listQuery(c, 'properties'), ...propertiesWithHistory];
  return {
    properties: readableProperties(context, caller.account, type, properties),
    propertiesWithHistory,
    associations: listQuery(c, 'associations').map((spelling) => {
      const other = associatedTypeOf(spelling);
      if (other !== null) requireAnyScope(caller, other.readScope);
      return { key: other?.name ?? spelling, type: other };
    }),
  };
}

function listPage(context: HubSpotContext, c: ApiRequest, caller: Caller, type: ObjectType): Record<string, unknown> {
  const view = viewOf(context, c, caller, type);
  const most = view.propertiesWithHistory.length > 0 ? 50 : 100;
  const limit = numberQuery(c, 'limit', 10, 1, most);
  const { startId, endId } = idRange(context.accounts, caller.account, type);
  const after = c.req.query('after');
  const fromId = after === undefined || after === '' ? startId : parseRecordId(after);
  if (fromId === null) throw invalidRequest(`after is no cursor of this list: ${after}`);
  const isArchived = flagQuery(c, 'archived');
  const store = storeOf(context, type);
  const records = store.page(Math.max(fromId, startId), endId, isArchived, limit + 1);
  const next = records[limit];
  const results = records.slice(0, limit).map((record) => viewRecord(context, caller.account, type, record, view));
  if (next === undefined) return { results };
  const link = new URL(c.req.url);
  link.searchParams.set('after', String(next.id));
  return { results, paging: { next: { after: String(next.id), link: link.toString() } } };
}
