import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { AccountDefinition } from './accounts';
import { linkCompany, unlinkCompany } from './company-links';
import { type HubSpotContext, idRange, storeOf } from './context';
import { controlAccount, controlBody } from './control-request';
import { invalidRequest, notFound } from './errors';
import type { ChangeSource } from './history-store';
import { type ObjectType, objectTypeOf, objectTypes, type StoredRecord } from './object-types';
import { archiveRecord, mergeRecords, privacyDelete, restoreRecord } from './record-lifecycle';
import { linkRecords, unlinkRecords } from './record-links';
import { defaultView, viewRecord } from './record-view';
import { createRecord, liveRecord, parseRecordId, updateRecord } from './record-writer';

const hub = { hubId: z.number().int().optional() };
const properties = z.record(z.string(), z.string());
const id = z.union([z.string(), z.number()]).transform(String);
const writeBody = z.object({ ...hub, properties });
const manyBody = z.object({
  ...hub,
  /** Changed records: these, or the first `count` live ones. */
  ids: z.array(id).optional(),
  count: z.number().int().positive().optional(),
  properties,
});
const accountBody = z.object(hub);
const mergeBody = z.object({ ...hub, primaryId: id, mergeId: id });
const linkBody = z.object({ ...hub, isPrimary: z.boolean().default(false) });
const companyBody = z.object({ ...hub, companyId: id.nullable() });

/** What people do in HubSpot's own screens, as scenario calls: `/:type` is `contacts`, `companies`, `deals` or `tickets`. */
export function mountRecordControl(app: Hono, context: HubSpotContext): void {
  const write = <T>(run: () => T): T => context.database.transaction(run)();
  const typeOf = (c: Context): ObjectType => objectTypeOf(c.req.param('type') ?? '');
  const recordOf = (c: Context, account: AccountDefinition): StoredRecord =>
    liveRecord(context, account, typeOf(c), parseRecordId(c.req.param('id') ?? ''));
  const show = (account: AccountDefinition, type: ObjectType, record: StoredRecord) => ({
    ...viewRecord(context, account, type, record, defaultView),
    values: record.properties,
  });

  app.get('/records/:type', (c) => {
    const account = controlAccount(context, hubQuery(c));
    const type = typeOf(c);
    const store = storeOf(context, type);
    const email = c.req.query('email');
    const { firstId, endId } = idRange(context.accounts, account, type);
    const limit = Math.min(Number(c.req.query('limit') ?? 50), 1_000);
    const found =
      email === undefined ? store.page(firstId, endId, false, limit) : [store.byEmail(account.hubId, email)];
    return c.json({ results: found.flatMap((record) => (record === undefined ? [] : show(account, type, record))) });
  });
  app.get('/records/:type/:id', (c) => {
    const account = controlAccount(context, hubQuery(c));
    return c.json(show(account, typeOf(c), recordOf(c, account)));
  });

  app.post('/records/:type', async (c) => {
    const body = await controlBody(c, writeBody);
    const account = controlAccount(context, body.hubId);
    const record = write(() => createRecord(context, account, typeOf(c), body.properties, userSource(account)));
    return c.json(show(account, typeOf(c), record), 201);
  });
  app.post('/records/:type/change-many', async (c) => {
    const body = await controlBody(c, manyBody);
    const account = controlAccount(context, body.hubId);
    const type = typeOf(c);
    // One clock reading per call would be a bulk import's single timestamp; the clock decides, as it does upstream.
    const changed = write(() => {
      const records = body.ids === undefined ? firstLive(context, account, type, body.count ?? 1) : body.ids;
      let count = 0;
      for (const target of records) {
        const record = typeof target === 'string' ? liveRecord(context, account, type, parseRecordId(target)) : target;
        if (updateRecord(context, account, type, record, body.properties, userSource(account)) !== record) count += 1;
      }
      return count;
    });
    return c.json({ changed });
  });
  app.post('/records/:type/merge', async (c) => {
    const body = await controlBody(c, mergeBody);
    const account = controlAccount(context, body.hubId);
    const [primaryId, mergeId] = [parseRecordId(body.primaryId), parseRecordId(body.mergeId)];
    if (primaryId === null || mergeId === null) throw invalidRequest('primaryId and mergeId must be record ids.');
    const source = userSource(account);
    const record = write(() => mergeRecords(context, account, typeOf(c), primaryId, mergeId, source));
    return c.json(show(account, typeOf(c), record));
  });
  app.patch('/records/:type/:id', async (c) => {
    const body = await controlBody(c, writeBody);
    const account = controlAccount(context, body.hubId);
    const record = write(() =>
      updateRecord(context, account, typeOf(c), recordOf(c, account), body.properties, userSource(account)),
    );
    return c.json(show(account, typeOf(c), record));
  });
  app.post('/records/:type/:id/archive', async (c) => {
    const account = controlAccount(context, (await controlBody(c, accountBody)).hubId);
    write(() => archiveRecord(context, account, typeOf(c), recordOf(c, account), userSource(account)));
    return c.body(null, 204);
  });
  app.post('/records/:type/:id/restore', async (c) => {
    const account = controlAccount(context, (await controlBody(c, accountBody)).hubId);
    const type = typeOf(c);
    const number = parseRecordId(c.req.param('id') ?? '');
    const record = number === null ? undefined : storeOf(context, type).byId(account.hubId, number);
    if (record === undefined || !record.isArchived) throw notFound('There is no archived record with this id.');
    return c.json(
      show(
        account,
        type,
        write(() => restoreRecord(context, account, type, record, userSource(account))),
      ),
    );
  });
  app.post('/records/:type/:id/gdpr-delete', async (c) => {
    const account = controlAccount(context, (await controlBody(c, accountBody)).hubId);
    if (typeOf(c) !== objectTypes.contacts) throw invalidRequest('Only contacts can be deleted for privacy.');
    write(() => privacyDelete(context, account, recordOf(c, account), userSource(account)));
    return c.body(null, 204);
  });
  const linkedPair = (c: Context, account: AccountDefinition) => {
    const far = objectTypeOf(c.req.param('toType') ?? '');
    return {
      near: { type: typeOf(c), record: recordOf(c, account) },
      far: { type: far, record: liveRecord(context, account, far, parseRecordId(c.req.param('toId') ?? '')) },
    };
  };
  app.put('/records/:type/:id/links/:toType/:toId', async (c) => {
    const body = await controlBody(c, linkBody);
    const account = controlAccount(context, body.hubId);
    const { near, far } = linkedPair(c, account);
    write(() => linkRecords(context, account, near, far, body.isPrimary, userSource(account)));
    return c.body(null, 204);
  });
  app.delete('/records/:type/:id/links/:toType/:toId', (c) => {
    const account = controlAccount(context, hubQuery(c));
    const { near, far } = linkedPair(c, account);
    write(() => unlinkRecords(context, account, near, far, userSource(account)));
    return c.body(null, 204);
  });
  app.put('/records/:type/:id/company', async (c) => {
    const body = await controlBody(c, companyBody);
    const account = controlAccount(context, body.hubId);
    if (typeOf(c) !== objectTypes.contacts) throw invalidRequest('Only a contact has a primary company.');
    const record = write(() => changeCompany(context, account, recordOf(c, account), body.companyId));
    return c.json(show(account, objectTypes.contacts, record));
  });
}

function changeCompany(
  context: HubSpotContext,
  account: AccountDefinition,
  contact: StoredRecord,
  companyId: string | null,
): StoredRecord {
  const type = objectTypes.companies;
  const source = userSource(account);
  if (companyId !== null) {
    const company = liveRecord(context, account, type, parseRecordId(companyId));
    return linkCompany(context, account, contact, company, true, source);
  }
  if (contact.companyId === null) return contact;
  return unlinkCompany(context, account, contact, liveRecord(context, account, type, contact.companyId), source);
}

function firstLive(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  count: number,
): readonly StoredRecord[] {
  const { firstId, endId } = idRange(context.accounts, account, type);
  return storeOf(context, type).page(firstId, endId, false, count);
}

function userSource(account: AccountDefinition): ChangeSource {
  const user = account.users[1] ?? account.users[0];
  return { type: 'CRM_UI', id: `userId:${user?.userId ?? 0}`, label: null, userId: user?.userId ?? null };
}

function hubQuery(c: Context): number | undefined {
  const text = c.req.query('hubId');
  return text === undefined ? undefined : Number(text);
}
