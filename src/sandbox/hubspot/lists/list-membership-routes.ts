import type { Hono } from 'hono';
import { z } from 'zod';
import { batchAnswer, checkBatchSize } from '../batch';
import { type Caller, type HubSpotContext, type HubSpotEnv, storeOf } from '../context';
import { invalidRequest } from '../errors';
import { objectTypeOf, objectTypes } from '../object-types';
import { parseRecordId } from '../record-writer';
import { type ApiRequest, numberQuery, parseBody, pathPart } from '../request';
import { listOfPath, readLists, writeLists } from './list-routes';
import type { ListMember } from './list-store';
import { viewMember, viewMembership } from './list-view';
import type { StoredList } from './stored-list';

const mostPerPage = 250;
const mostChanged = 100_000;
const idsBody = z.array(z.union([z.string(), z.number()]).transform(String)).max(mostChanged);
const bothBody = z.object({ recordIdsToAdd: idsBody.default([]), recordIdsToRemove: idsBody.default([]) });
const recordsBody = z.object({ inputs: z.array(z.object({ objectTypeId: z.string(), recordId: z.string() })) });

/** Members of lists, and the lists of records (facts section 10). */
export function mountListMembershipRoutes(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  const { lists } = context;
  const change = (c: ApiRequest, add: readonly string[], remove: readonly string[]) => {
    const { caller } = writeLists(context, c);
    const list = staticList(listOfPath(context, c, caller));
    return c.json(context.database.transaction(() => changeMembers(context, caller, list, add, remove))());
  };

  app.get(`${base}/:listId/memberships`, (c) => memberPage(context, c, false));
  app.get(`${base}/:listId/memberships/join-order`, (c) => memberPage(context, c, true));
  app.put(`${base}/:listId/memberships/add`, (c) => change(c, parseBody(c, idsBody), []));
  app.put(`${base}/:listId/memberships/remove`, (c) => change(c, [], parseBody(c, idsBody)));
  app.put(`${base}/:listId/memberships/add-and-remove`, (c) => {
    const { recordIdsToAdd, recordIdsToRemove } = parseBody(c, bothBody);
    return change(c, recordIdsToAdd, recordIdsToRemove);
  });
  app.delete(`${base}/:listId/memberships`, (c) => {
    const { caller } = writeLists(context, c);
    const list = staticList(listOfPath(context, c, caller));
    if (list.size >= mostChanged) throw invalidRequest(`A list of ${list.size} members cannot be emptied at once.`);
    context.database.transaction(() => lists.clear(list))();
    return c.body(null, 204);
  });

  app.get(`${base}/records/:type/:recordId/memberships`, (c) => {
    const { caller } = readLists(context, c);
    const results = membershipsOf(context, caller, pathPart(c, 'type'), pathPart(c, 'recordId'));
    return c.json({ results, total: results.length });
  });
  app.post(`${base}/records/memberships/batch/read`, (c) => {
    const { caller } = readLists(context, c);
    const startedAt = context.now();
    const { inputs } = parseBody(c, recordsBody);
    checkBatchSize(inputs);
    const results = inputs.map(({ objectTypeId, recordId }) => ({
      objectTypeId,
      recordId,
      recordListMemberships: membershipsOf(context, caller, objectTypeId, recordId),
    }));
    return batchAnswer(startedAt, context.now(), results, [], 200);
  });
}

/** Changes members of a static list; unknown and archived records are reported as missing. */
export function changeMembers(
  context: HubSpotContext,
  { account }: Pick<Caller, 'account'>,
  list: StoredList,
  add: readonly string[],
  remove: readonly string[],
): Record<string, readonly string[]> {
  const store = storeOf(context, objectTypes[list.type]);
  const live = (text: string): number | null => {
    const id = parseRecordId(text);
    const record = id === null ? undefined : store.byId(account.hubId, store.currentId(account.hubId, id));
    return record === undefined || record.isArchived ? null : record.id;
  };
  const numbers = (texts: readonly string[]) => [...new Set(texts.flatMap((text) => live(text) ?? []))];
  const added = context.lists.add(list, numbers(add));
  // A member that was archived or merged since must be removable by the id that the list holds.
  const removed = context.lists.remove(
    list,
    remove.flatMap((text) => parseRecordId(text) ?? []),
  );
  return {
    recordsIdsAdded: added.map(String),
    recordIdsRemoved: removed.map(String),
    recordIdsMissing: add.filter((text) => live(text) === null),
  };
}

function staticList(list: StoredList): StoredList {
  if (list.processingType === 'DYNAMIC') {
    throw invalidRequest(`The members of the DYNAMIC list ${list.id} cannot be changed by hand.`, {
      subCategory: 'ILS.INVALID_LIST_PROCESSING_TYPE',
    });
  }
  return list;
}

function membershipsOf(context: HubSpotContext, caller: Caller, typeText: string, idText: string): unknown[] {
  const type = objectTypeOf(typeText);
  const id = parseRecordId(idText);
  if (id === null) throw invalidRequest(`${idText} is no record id.`);
  return context.lists
    .listsOf(caller.account.hubId, type.name, id)
    .map(({ list, member }) => viewMembership(list, member));
}

/** One page; `after` wins over `before`, and `before` alone goes downward. */
function memberPage(context: HubSpotContext, c: ApiRequest, isByJoining: boolean): Response {
  const { caller } = readLists(context, c);
  const list = listOfPath(context, c, caller);
  const limit = numberQuery(c, 'limit', 100, 1, mostPerPage);
  const after = c.req.query('after') ?? '';
  const before = c.req.query('before') ?? '';
  const isDescending = after === '' && before !== '';
  const cursor = isDescending ? before : after;
  const from = cursor === '' ? { addedAt: 0, recordId: 0 } : cursorOf(cursor);
  const rows = isByJoining
    ? context.lists.byJoining(list.id, from, isDescending, limit + 1)
    : context.lists.byRecord(list.id, from.recordId, isDescending, limit + 1);
  const page = rows.slice(0, limit);
  const link = (name: 'after' | 'before', member: ListMember) => {
    const url = new URL(c.req.url);
    for (const other of ['after', 'before']) url.searchParams.delete(other);
    url.searchParams.set(name, cursorText(member));
    return { [name]: cursorText(member), link: url.toString() };
  };
  const [first, last] = [page[0], page.at(-1)];
  const hasMore = rows.length > limit;
  const next = isDescending ? first : hasMore ? last : undefined;
  const previous = isDescending ? (hasMore ? last : undefined) : cursor === '' ? undefined : first;
  const paging = {
    ...(next === undefined ? {} : { next: link('after', next) }),
    ...(previous === undefined ? {} : { prev: link('before', previous) }),
  };
  return c.json({
    results: page.map(viewMember),
    total: list.size,
    ...(Object.keys(paging).length === 0 ? {} : { paging }),
  });
}

// Callers must hand cursors back as they came, so they do not look like record ids.
function cursorText(member: ListMember): string {
  return Buffer.from(`${member.addedAt}.${member.recordId}`).toString('base64url');
}

function cursorOf(text: string): { readonly addedAt: number; readonly recordId: number } {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString());
  if (match === null) throw invalidRequest(`${text} is no cursor of this list.`);
  return { addedAt: Number(match[1]), recordId: Number(match[2]) };
}
