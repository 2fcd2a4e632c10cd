import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { HubSpotContext } from '../context';
import { controlAccount, controlBody } from '../control-request';
import { notFound } from '../errors';
import { objectTypeOf } from '../object-types';
import { parseRecordId } from '../record-writer';
import { filterBranchBody } from './list-filter';
import { changeMembers } from './list-membership-routes';
import { createList } from './list-routes';
import { viewSearchedList } from './list-view';
import type { StoredList } from './stored-list';

const hub = { hubId: z.number().int().optional() };
const id = z.union([z.string(), z.number()]).transform(String);
const createBody = z.object({
  ...hub,
  name: z.string(),
  objectTypeId: z.string().default('0-1'),
  processingType: z.enum(['MANUAL', 'SNAPSHOT', 'DYNAMIC']).default('MANUAL'),
  filterBranch: filterBranchBody.optional(),
  folder: z.string().optional(),
  /** First members of a static list: these, or the first `count` records. */
  recordIds: z.array(id).default([]),
  count: z.number().int().positive().optional(),
});
const membersBody = z.object({ ...hub, add: z.array(id).default([]), remove: z.array(id).default([]) });
const statusBody = z.object({ ...hub, status: z.string().default('COMPLETE') });
const changeBody = z.object({ ...hub, name: z.string().optional(), filterBranch: filterBranchBody.optional() });
const accountBody = z.object(hub);

/** What people do with lists on HubSpot's own screens, as scenario calls. */
export function mountListControl(app: Hono, context: HubSpotContext): void {
  const { lists, database } = context;
  const listOf = (c: Context, hubId: number | undefined): StoredList => {
    const number = parseRecordId(c.req.param('id') ?? '');
    const list = number === null ? undefined : lists.byId(controlAccount(context, hubId).hubId, number);
    if (list === undefined) throw notFound('There is no list with this id.');
    return list;
  };

  app.get('/lists', (c) => {
    lists.refresh();
    const text = c.req.query('hubId');
    const account = controlAccount(context, text === undefined ? undefined : Number(text));
    return c.json({ results: lists.all(account.hubId).map((list) => viewSearchedList(list, [])) });
  });
  app.post('/lists', async (c) => {
    const { hubId, recordIds, count, objectTypeId, folder, filterBranch, ...rest } = await controlBody(c, createBody);
    const account = controlAccount(context, hubId);
    const type = objectTypeOf(objectTypeId);
    const list = createList(context, { account }, type, {
      ...rest,
      ...(folder === undefined ? {} : { folder }),
      ...(filterBranch === undefined ? {} : { filterBranch }),
    });
    database.transaction(() => {
      changeMembers(context, { account }, list, recordIds, []);
      if (count === undefined) return;
      const first = database
        .prepare<[number, number], number>(
          `SELECT id FROM ${type.table} WHERE account = ? AND archived = 0 ORDER BY id LIMIT ?`,
        )
        .pluck()
        .all(account.hubId, count);
      lists.add(list, first);
    })();
    return c.json(viewSearchedList(lists.byId(account.hubId, list.id) ?? list, []), 201);
  });
  app.post('/lists/:id/members', async (c) => {
    const { hubId, add, remove } = await controlBody(c, membersBody);
    const account = controlAccount(context, hubId);
    const list = listOf(c, hubId);
    return c.json(database.transaction(() => changeMembers(context, { account }, list, add, remove))());
  });
  app.put('/lists/:id/status', async (c) => {
    const { hubId, status } = await controlBody(c, statusBody);
    lists.setStatus(listOf(c, hubId), status);
    return c.body(null, 204);
  });
  app.patch('/lists/:id', async (c) => {
    const { hubId, name, filterBranch } = await controlBody(c, changeBody);
    const list = lists.define(listOf(c, hubId), {
      ...(name === undefined ? {} : { name }),
      ...(filterBranch === undefined ? {} : { filter: filterBranch }),
    });
    return c.json(viewSearchedList(list, []));
  });
  app.post('/lists/:id/delete', async (c) => {
    lists.setDeleted(listOf(c, (await controlBody(c, accountBody)).hubId), true);
    return c.body(null, 204);
  });
  app.post('/lists/:id/restore', async (c) => {
    lists.setDeleted(listOf(c, (await controlBody(c, accountBody)).hubId), false);
    return c.body(null, 204);
  });
}
