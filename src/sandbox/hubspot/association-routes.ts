import type { Hono } from 'hono';
import { z } from 'zod';
import { batchAnswer, checkBatchSize } from './batch';
import { linkCompany, unlinkCompany } from './company-links';
import { type Caller, type HubSpotContext, type HubSpotEnv, storeOf } from './context';
import { invalidRequest } from './errors';
import { type LinkedRecord, linkKinds } from './links';
import { associatedTypeOf, type ObjectType, objectTypeOf, type StoredRecord } from './object-types';
import { isRecordRefusal, liveRecord, parseRecordId } from './record-writer';
import { type ApiRequest, integrationSource, numberQuery, parseBody, pathPart, requireAnyScope } from './request';

const mostReadInputs = 1_000;
const mostWriteInputs = 2_000;
const pageSize = 500;

const readBody = z.object({ inputs: z.array(z.object({ id: z.string(), after: z.string().optional() })) });
const kind = z.object({ associationCategory: z.string(), associationTypeId: z.number() });
const side = z.object({ id: z.string() });
const pairsBody = z.object({
  inputs: z.array(z.object({ from: side, to: side, types: z.array(kind).optional() })),
});
const archiveBody = z.object({ inputs: z.array(z.object({ from: side, to: z.array(side) })) });

type Ends = { readonly from: ObjectType; readonly to: ObjectType | null; readonly caller: Caller };

/** Associations of contacts and companies, both spellings of the paths (facts section 8). */
export function mountAssociationRoutes(app: Hono<HubSpotEnv>, context: HubSpotContext): void {
  for (const base of ['/crm/associations/2026-03', '/crm/v4/associations']) mountBatch(app, base, context);
  for (const base of ['/crm/objects/2026-03', '/crm/v4/objects']) mountSingle(app, base, context);
}

function mountBatch(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  app.post(`${base}/:from/:to/batch/read`, (c) => {
    const ends = endsOf(c, 'readScope');
    const startedAt = context.now();
    const { inputs } = parseBody(c, readBody);
    checkBatchSize(inputs, mostReadInputs);
    const results: unknown[] = [];
    const errors: Record<string, unknown>[] = [];
    for (const input of inputs) {
      const { rows, next } = linksOf(context, ends, input.id, input.after);
      if (rows.length === 0) {
        errors.push(noAssociations(pathPart(c, 'from'), pathPart(c, 'to'), input.id));
        continue;
      }
      const paging = next === null ? {} : { paging: { next: { after: next } } };
      results.push({ from: { id: input.id }, to: rows.map(linkedRow), ...paging });
    }
    return batchAnswer(startedAt, context.now(), results, errors, 200);
  });

  app.get(`${base}/:from/:to/labels`, (c) => {
    const { from, to } = endsOf(c, 'readScope');
    if (to === null || to === from) return c.json({ results: [] });
    const { plain, primary } = linkKinds(from);
    return c.json({ results: [primary, plain] });
  });

  const writePairs = (c: ApiRequest, isDefault: boolean) => {
    const ends = endsOf(c, 'writeScope');
    const startedAt = context.now();
    const { inputs } = parseBody(c, pairsBody);
    checkBatchSize(inputs, mostWriteInputs);
    const results: unknown[] = [];
    const errors: Record<string, unknown>[] = [];
    context.database.transaction(() => {
      for (const { from, to, types } of inputs) {
        try {
          const isPrimary = isDefault ? false : wantsPrimary(ends.from, types ?? []);
          results.push(...link(context, ends, from.id, to.id, isPrimary));
        } catch (error) {
          if (!isRecordRefusal(error)) throw error;
          errors.push(error.row());
        }
      }
    })();
    return batchAnswer(startedAt, context.now(), results, errors, isDefault ? 200 : 201);
  };
  app.post(`${base}/:from/:to/batch/associate/default`, (c) => writePairs(c, true));
  app.post(`${base}/:from/:to/batch/create`, (c) => writePairs(c, false));

  app.post(`${base}/:from/:to/batch/archive`, (c) => {
    const ends = endsOf(c, 'writeScope');
    const { inputs } = parseBody(c, archiveBody);
    checkBatchSize(inputs);
    context.database.transaction(() => {
      for (const { from, to } of inputs) for (const { id } of to) unlink(context, ends, from.id, id);
    })();
    return c.body(null, 204);
  });
}

function mountSingle(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  app.get(`${base}/:from/:id/associations/:to`, (c) => {
    const ends = endsOf(c, 'readScope');
    const limit = numberQuery(c, 'limit', pageSize, 1, pageSize);
    liveRecord(context, ends.caller.account, ends.from, parseRecordId(pathPart(c, 'id')));
    const { rows, next } = linksOf(context, ends, pathPart(c, 'id'), c.req.query('after'), limit);
    const results = rows.map(linkedRow);
    return c.json(next === null ? { results } : { results, paging: { next: { after: next, link: c.req.url } } });
  });

  app.put(`${base}/:from/:id/associations/default/:to/:toId`, (c) => {
    const ends = endsOf(c, 'writeScope');
    const startedAt = context.now();
    const results = context.database.transaction(() =>
      link(context, ends, pathPart(c, 'id'), pathPart(c, 'toId'), false),
    )();
    return batchAnswer(startedAt, context.now(), results, [], 200);
  });

  app.put(`${base}/:from/:id/associations/:to/:toId`, (c) => {
    const ends = endsOf(c, 'writeScope');
    const isPrimary = wantsPrimary(ends.from, parseBody(c, z.array(kind).min(1)));
    context.database.transaction(() => link(context, ends, pathPart(c, 'id'), pathPart(c, 'toId'), isPrimary))();
    const labels = isPrimary ? ['Primary'] : [];
    return c.json(
      {
        fromObjectTypeId: ends.from.typeId,
        fromObjectId: Number(pathPart(c, 'id')),
        toObjectTypeId: ends.to?.typeId,
        toObjectId: Number(pathPart(c, 'toId')),
        labels,
      },
      201,
    );
  });

  app.delete(`${base}/:from/:id/associations/:to/:toId`, (c) => {
    const ends = endsOf(c, 'writeScope');
    context.database.transaction(() => unlink(context, ends, pathPart(c, 'id'), pathPart(c, 'toId')))();
    return c.body(null, 204);
  });
}

function endsOf(c: ApiRequest, scope: 'readScope' | 'writeScope'): Ends {
  const from = objectTypeOf(pathPart(c, 'from'));
  const to = associatedTypeOf(pathPart(c, 'to'));
  const caller = c.get('caller');
  requireAnyScope(caller, from[scope]);
  if (to !== null) requireAnyScope(caller, to[scope]);
  return { from, to, caller };
}

function linksOf(
  context: HubSpotContext,
  { from, to, caller }: Ends,
  idText: string,
  after: string | undefined,
  limit = pageSize,
): { readonly rows: readonly LinkedRecord[]; readonly next: string | null } {
  const none = { rows: [], next: null };
  const number = parseRecordId(idText);
  const afterId = after === undefined || after === '' ? 0 : parseRecordId(after);
  if (afterId === null) throw invalidRequest(`after is no cursor of these associations: ${after}`);
  if (number === null || to === null || to === from) return none;
  const store = storeOf(context, from);
  const record = store.byId(caller.account.hubId, store.currentId(caller.account.hubId, number));
  if (record === undefined || record.isArchived) return none;
  const rows = context.links.read(from, record.id, afterId, limit + 1);
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? String(page.at(-1)?.id ?? 0) : null };
}

function linkedRow({ id, kinds }: LinkedRecord): Record<string, unknown> {
  return { toObjectId: String(id), associationTypes: kinds };
}

// A record without associations is an error row, not an empty result (facts section 8.1).
function noAssociations(from: string, to: string, id: string): Record<string, unknown> {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${to} is associated with ${from} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [from], toObjectType: [to] },
  };
}

function wantsPrimary(from: ObjectType, kinds: readonly z.output<typeof kind>[]): boolean {
  const { plain, primary } = linkKinds(from);
  const wrong = kinds.find(
    (wanted) =>
      wanted.associationCategory !== 'HUBSPOT_DEFINED' ||
      ![plain.typeId, primary.typeId].includes(wanted.associationTypeId),
  );
  if (wrong !== undefined) {
    throw invalidRequest(
      `Association type ${wrong.associationCategory}-${wrong.associationTypeId} does not go from ${from.name}.`,
    );
  }
  return kinds.some((wanted) => wanted.associationTypeId === primary.typeId);
}

function pair(
  context: HubSpotContext,
  { from, to, caller }: Ends,
  fromId: string,
  toId: string,
): { readonly contact: StoredRecord; readonly company: StoredRecord } {
  if (to === null || to === from) throw invalidRequest('Only contacts and companies can be associated here.');
  const near = liveRecord(context, caller.account, from, parseRecordId(fromId));
  const far = liveRecord(context, caller.account, to, parseRecordId(toId));
  return from.name === 'contacts' ? { contact: near, company: far } : { contact: far, company: near };
}

function link(context: HubSpotContext, ends: Ends, fromId: string, toId: string, isPrimary: boolean): unknown[] {
  const { contact, company } = pair(context, ends, fromId, toId);
  const { account } = ends.caller;
  linkCompany(context, account, contact, company, isPrimary, integrationSource(context, ends.caller));
  const row = (from: ObjectType, near: string, far: string) => {
    const { plain, primary } = linkKinds(from);
    const { typeId } = isPrimary ? primary : plain;
    return {
      from: { id: near },
      to: { id: far },
      associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId },
    };
  };
  const other = ends.to ?? ends.from;
  return [row(ends.from, fromId, toId), row(other, toId, fromId)];
}

function unlink(context: HubSpotContext, ends: Ends, fromId: string, toId: string): void {
  const { contact, company } = pair(context, ends, fromId, toId);
  unlinkCompany(context, ends.caller.account, contact, company, integrationSource(context, ends.caller));
}
