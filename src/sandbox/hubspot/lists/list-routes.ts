import type { Hono } from 'hono';
import { z } from 'zod';
import type { Caller, HubSpotContext, HubSpotEnv } from '../context';
import { invalidRequest, notFound } from '../errors';
import { type ObjectType, objectTypeOf } from '../object-types';
import { parseRecordId } from '../record-writer';
import { type ApiRequest, flagQuery, listQuery, parseBody, pathPart, requireAnyScope } from '../request';
import { checkFilter, filterBranchBody } from './list-filter';
import { viewList, viewSearchedList } from './list-view';
import type { StoredList } from './stored-list';

const mostPerPage = 500;
const processingType = z.enum(['MANUAL', 'SNAPSHOT', 'DYNAMIC']);
const searchBody = z.object({
  query: z.string().optional(),
  count: z.number().int().min(1).max(mostPerPage).default(20),
  offset: z.number().int().min(0).default(0),
  processingTypes: z.array(processingType).default([]),
  listIds: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
  objectTypeId: z.string().optional(),
  additionalProperties: z.array(z.string()).default([]),
  sort: z.string().optional(),
});
const createBody = z.object({
  name: z.string().min(1),
  objectTypeId: z.string(),
  processingType,
  filterBranch: filterBranchBody.optional(),
  listFolderId: z.union([z.string(), z.number()]).optional(),
});
const filterBody = z.object({ filterBranch: filterBranchBody });

/** Lists themselves (facts section 10); their members are in `list-membership-routes`. */
export function mountListRoutes(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  const { lists } = context;

  app.post(`${base}/search`, (c) => {
    const { caller } = readLists(context, c);
    const body = parseBody(c, searchBody);
    const wanted = body.query?.trim().toLowerCase() ?? '';
    const typeName = body.objectTypeId === undefined ? null : objectTypeOf(body.objectTypeId).name;
    const found = lists
      .all(caller.account.hubId)
      .filter((list) => list.deletedAt === null && list.name.toLowerCase().includes(wanted))
      .filter((list) => typeName === null || list.type === typeName)
      .filter((list) => body.processingTypes.length === 0 || body.processingTypes.includes(list.processingType))
      .filter((list) => body.listIds.length === 0 || body.listIds.includes(String(list.id)))
      .sort(orderOf(body.sort));
    const page = found.slice(body.offset, body.offset + body.count);
    const next = body.offset + page.length;
    return c.json({
      lists: page.map((list) => viewSearchedList(list, body.additionalProperties)),
      hasMore: next < found.length,
      offset: next,
      total: found.length,
    });
  });

  app.get(base, (c) => {
    const { caller } = readLists(context, c);
    const ids = new Set(listQuery(c, 'listIds'));
    const isFilterShown = flagQuery(c, 'includeFilters');
    const found = lists
      .all(caller.account.hubId)
      .filter((list) => list.deletedAt === null && (ids.size === 0 || ids.has(String(list.id))));
    return c.json({ lists: found.map((list) => viewList(list, { isFilterShown })) });
  });

  app.post(base, (c) => {
    const { caller } = writeLists(context, c);
    const body = parseBody(c, createBody);
    const type = objectTypeOf(body.objectTypeId);
    return c.json({ list: viewList(createList(context, caller, type, body), { isFilterShown: true }) });
  });

  app.get(`${base}/object-type-id/:type/name/:name`, (c) => {
    const { caller } = readLists(context, c);
    const type = objectTypeOf(pathPart(c, 'type'));
    const list = lists.byName(caller.account.hubId, pathPart(c, 'name'));
    if (list === undefined || list.type !== type.name) throw notFound(`No list named ${pathPart(c, 'name')} exists.`);
    return c.json({ list: viewList(list, { isFilterShown: flagQuery(c, 'includeFilters') }) });
  });

  app.get(`${base}/:listId`, (c) => {
    const { caller } = readLists(context, c);
    const list = listOfPath(context, c, caller);
    return c.json({ list: viewList(list, { isFilterShown: flagQuery(c, 'includeFilters') }) });
  });

  app.put(`${base}/:listId/update-list-name`, (c) => {
    const { caller } = writeLists(context, c);
    const list = listOfPath(context, c, caller);
    const name = c.req.query('listName')?.trim() ?? '';
    if (name === '') throw invalidRequest('listName is missing.');
    const holder = lists.byName(caller.account.hubId, name);
    if (holder !== undefined && holder.id !== list.id) throw nameTaken(name);
    return c.json({ updatedList: viewList(lists.define(list, { name }), { isFilterShown: false }) });
  });

  app.put(`${base}/:listId/update-list-filters`, (c) => {
    const { caller } = writeLists(context, c);
    const list = listOfPath(context, c, caller);
    const { filterBranch } = parseBody(c, filterBody);
    if (list.processingType !== 'DYNAMIC') throw invalidRequest('Only the filters of a DYNAMIC list can be changed.');
    checkFilter(objectTypeOf(list.type), context.properties.live(caller.account.hubId, list.type), filterBranch);
    lists.define(list, { filter: filterBranch });
    lists.refresh();
    return c.json({ updatedList: viewList(listOfPath(context, c, caller), { isFilterShown: true }) });
  });

  app.delete(`${base}/:listId`, (c) => {
    const { caller } = writeLists(context, c);
    lists.setDeleted(listOfPath(context, c, caller), true);
    return c.body(null, 204);
  });

  app.put(`${base}/:listId/restore`, (c) => {
    const { caller } = writeLists(context, c);
    const id = parseRecordId(pathPart(c, 'listId'));
    const list = id === null ? undefined : lists.byId(caller.account.hubId, id);
    if (list === undefined) throw noList(c);
    lists.setDeleted(list, false);
    return c.body(null, 204);
  });
}

/** The caller, allowed to read lists; dynamic lists are up to date afterwards. */
export function readLists(context: HubSpotContext, c: ApiRequest): { readonly caller: Caller } {
  const caller = c.get('caller');
  requireAnyScope(caller, 'crm.lists.read', 'crm.lists.write');
  context.lists.refresh();
  return { caller };
}

/** The caller, allowed to change lists; dynamic lists are up to date afterwards. */
export function writeLists(context: HubSpotContext, c: ApiRequest): { readonly caller: Caller } {
  const caller = c.get('caller');
  requireAnyScope(caller, 'crm.lists.write');
  context.lists.refresh();
  return { caller };
}

/** The live list of the path, or the provider's 404. */
export function listOfPath(context: HubSpotContext, c: ApiRequest, caller: Caller): StoredList {
  const id = parseRecordId(pathPart(c, 'listId'));
  const list = id === null ? undefined : context.lists.byId(caller.account.hubId, id);
  if (list === undefined || list.deletedAt !== null) throw noList(c);
  return list;
}

/** Makes a list; throws the provider's 400 for a name in use, an unknown property or a filter that does not fit the kind. */
export function createList(
  context: HubSpotContext,
  caller: Pick<Caller, 'account'>,
  type: ObjectType,
  body: Omit<z.output<typeof createBody>, 'objectTypeId' | 'listFolderId'> & { readonly folder?: string },
): StoredList {
  const { hubId } = caller.account;
  if (context.lists.byName(hubId, body.name) !== undefined) throw nameTaken(body.name);
  if (body.processingType === 'DYNAMIC' && body.filterBranch === undefined) {
    throw invalidRequest('A DYNAMIC list needs a filterBranch.');
  }
  if (body.processingType === 'MANUAL' && body.filterBranch !== undefined) {
    throw invalidRequest('A MANUAL list has no filterBranch.');
  }
  if (body.filterBranch !== undefined) {
    checkFilter(type, context.properties.live(hubId, type.name), body.filterBranch);
  }
  const list = context.lists.create({
    accountId: hubId,
    name: body.name.trim(),
    type: type.name,
    processingType: body.processingType,
    folder: body.folder ?? null,
    filter: body.filterBranch ?? null,
  });
  context.lists.refresh();
  return context.lists.byId(hubId, list.id) ?? list;
}

function orderOf(sort: string | undefined): (a: StoredList, b: StoredList) => number {
  const sign = sort?.startsWith('-') === true ? -1 : 1;
  switch (sort?.replace(/^-/, '').toUpperCase()) {
    case 'HS_LIST_NAME':
    case 'NAME':
      return (a, b) => sign * a.name.localeCompare(b.name);
    case 'HS_LIST_SIZE':
      return (a, b) => sign * (a.size - b.size || a.id - b.id);
    default:
      return (a, b) => sign * (a.id - b.id);
  }
}

function nameTaken(name: string): Error {
  return invalidRequest(`A list with the name '${name}' already exists.`, {
    subCategory: 'ILS.DUPLICATE_LIST_NAMES',
  });
}

function noList(c: ApiRequest): Error {
  return notFound(`List does not exist with ID ${pathPart(c, 'listId')}.`);
}
