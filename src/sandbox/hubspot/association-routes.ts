import type { Hono } from 'hono';
import { z } from 'zod';
import type { TypedRecord } from './association-events';
import { batchAnswer, checkBatchSize } from './batch';
import { type Caller, type HubSpotContext, type HubSpotEnv, storeOf } from './context';
import { invalidRequest } from './errors';
import { type LinkedRecord, linkKinds } from './links';
import { associatedTypeOf, type ObjectType, objectTypeOf } from './object-types';
import { linkRecords, unlinkRecords } from './record-links';
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

/** Associations between records, both spellings of the paths (facts section 8). */
export function mountAssociationRoutes(app: Hono<HubSpotEnv>, context: HubSpotContext): void {
  for (const base of ['/crm/associations/2026-03', '/crm/associations/2026-09', '/crm/v4/associations'])
    mountBatch(app, base, context);
  for (const base of ['/crm/objects/2026-03', '/crm/objects/2026-09', '/crm/v4/objects'])
    mountSingle(app, base, context);
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
    const kinds = to === null ? null : linkKinds(from, to);
    if (kinds === null) return c.json({ results: [] });
    return c.json({ results: kinds.primary === null ? [kinds.plain] : [kinds.primary, kinds.plain] });
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
          const isPrimary = isDefault ? false : wantsPrimary(ends, types ?? []);
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
    const isPrimary = wantsPrimary(ends, parseBody(c, z.array(kind).min(1)));
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
  const rows = context.links.read(from, to, record.id, afterId, limit + 1);
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

function wantsPrimary({ from, to }: Ends, kinds: readonly z.output<typeof kind>[]): boolean {
  const known = to === null ? null : linkKinds(from, to);
  const typeIds = known === null ? [] : [known.plain.typeId, known.primary?.typeId];
  const wrong = kinds.find(
    (wanted) => wanted.associationCategory !== 'HUBSPOT_DEFINED' || !typeIds.includes(wanted.associationTypeId),
  );
  if (wrong !== undefined) {
    throw invalidRequest(
      `Association type ${wrong.associationCategory}-${wrong.associationTypeId} does not go from ${from.name}.`,
    );
  }
  return kinds.some((wanted) => wanted.associationTypeId === known?.primary?.typeId);
}

function pair(
  context: HubSpotContext,
  { from, to, caller }: Ends,
  fromId: string,
  toId: string,
): { readonly near: TypedRecord; readonly far: TypedRecord } {
  if (to === null || linkKinds(from, to) === null) {
    throw invalidRequest(`Records of these types cannot be associated here: ${from.name}, ${to?.name ?? 'another'}.`);
  }
  return {
    near: { type: from, record: liveRecord(context, caller.account, from, parseRecordId(fromId)) },
    far: { type: to, record: liveRecord(context, caller.account, to, parseRecordId(toId)) },
  };
}

function link(context: HubSpotContext, ends: Ends, fromId: string, toId: string, isPrimary: boolean): unknown[] {
  const { near, far } = pair(context, ends, fromId, toId);
  linkRecords(context, ends.caller.account, near, far, isPrimary, integrationSource(ends.caller));
  const row = (from: TypedRecord, to: TypedRecord, fromText: string, toText: string) => {
    const kinds = linkKinds(from.type, to.type);
    const shown = isPrimary ? (kinds?.primary ?? kinds?.plain) : kinds?.plain;
    return {
      from: { id: fromText },
      to: { id: toText },
      associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: shown?.typeId },
    };
  };
  return [row(near, far, fromId, toId), row(far, near, toId, fromId)];
}

function unlink(context: HubSpotContext, ends: Ends, fromId: string, toId: string): void {
  const { near, far } = pair(context, ends, fromId, toId);
  unlinkRecords(context, ends.caller.account, near, far, integrationSource(ends.caller));
}
