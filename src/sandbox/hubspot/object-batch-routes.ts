import type { Hono } from 'hono';
import { z } from 'zod';
import { batchAnswer, checkBatchSize, missingRow, refuseRepeats, runRows } from './batch';
import { type Caller, type HubSpotContext, type HubSpotEnv, storeOf } from './context';
import { invalidRequest } from './errors';
import { createAssociations, createWithLinks, readAccess, shown, writeAccess } from './object-routes';
import type { ObjectType, StoredRecord } from './object-types';
import { archiveRecord } from './record-lifecycle';
import { readableProperties, viewRecord } from './record-view';
import { createRecord, findByProperty, parseRecordId, requireUnique, updateRecord } from './record-writer';
import { flagQuery, integrationSource, parseBody, writtenProperties } from './request';

const trace = z.string().optional();
const readBody = z.object({
  inputs: z.array(z.object({ id: z.string() })),
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().optional(),
});
const createBody = z.object({
  inputs: z.array(
    z.object({ properties: writtenProperties, associations: createAssociations, objectWriteTraceId: trace }),
  ),
});
const updateBody = z.object({
  inputs: z.array(
    z.object({
      id: z.string(),
      idProperty: z.string().optional(),
      properties: writtenProperties,
      objectWriteTraceId: trace,
    }),
  ),
});
const upsertBody = z.object({
  inputs: z.array(
    z.object({ id: z.string(), idProperty: z.string(), properties: writtenProperties, objectWriteTraceId: trace }),
  ),
});
const archiveBody = z.object({ inputs: z.array(z.object({ id: z.string() })) });

type UpsertInput = z.output<typeof upsertBody>['inputs'][number];

/** Batch calls of contacts and companies under one base path (facts sections 5.1 and 5.5). */
export function mountObjectBatchRoutes(app: Hono<HubSpotEnv>, base: string, context: HubSpotContext): void {
  // A nested transaction is a savepoint: a refused row leaves nothing behind while its neighbours stand.
  const write = <T>(run: () => T): T => context.database.transaction(run)();
  const echo = (result: Record<string, unknown>, traceId: string | undefined) =>
    traceId === undefined ? result : { ...result, objectWriteTraceId: traceId };

  app.post(`${base}/:type/batch/read`, (c) => {
    const { type, caller } = readAccess(c);
    const startedAt = context.now();
    const body = parseBody(c, readBody);
    // Histories halve what one call may ask for (facts section 3.5).
    checkBatchSize(body.inputs, body.propertiesWithHistory.length > 0 ? 50 : undefined);
    const isArchived = flagQuery(c, 'archived');
    const { found, missing } = findAll(context, caller, type, body.inputs, body.idProperty, isArchived);
    const definitions = context.properties.live(caller.account.hubId, type.name);
    const propertiesWithHistory = body.propertiesWithHistory.filter((name) => definitions.has(name));
    const names = [...body.properties, ...propertiesWithHistory];
    const view = {
      properties: readableProperties(context, caller.account, type, names),
      propertiesWithHistory,
      associations: [],
    };
    const results = found.map((record) => viewRecord(context, caller.account, type, record, view));
    const errors = missing.length === 0 ? [] : [missingRow(type.singular.toUpperCase(), missing)];
    return batchAnswer(startedAt, context.now(), results, errors, 200);
  });

  app.post(`${base}/:type/batch/create`, (c) => {
    const { type, caller } = writeAccess(c);
    const startedAt = context.now();
    const { inputs } = parseBody(c, createBody);
    checkBatchSize(inputs);
    const { results, errors } = write(() =>
      runRows(inputs, (input) => {
        const record = write(() => createWithLinks(context, caller, type, input.properties, input.associations));
        return echo(shown(context, caller, type, record, Object.keys(input.properties)), input.objectWriteTraceId);
      }),
    );
    return batchAnswer(startedAt, context.now(), results, errors, 201);
  });

  app.post(`${base}/:type/batch/update`, (c) => {
    const { type, caller } = writeAccess(c);
    const startedAt = context.now();
    const { inputs } = parseBody(c, updateBody);
    checkBatchSize(inputs);
    refuseRepeats(
      inputs.map((input) => `${input.idProperty ?? ''}${input.id}`),
      'IDs',
    );
    const source = integrationSource(caller);
    const missing: string[] = [];
    const { results, errors } = write(() =>
      runRows(inputs, (input) => {
        const before = updateTarget(context, caller, type, input.id, input.idProperty);
        if (before === null) {
          missing.push(input.id);
          return [];
        }
        const record = write(() => updateRecord(context, caller.account, type, before, input.properties, source));
        return [echo(shown(context, caller, type, record, Object.keys(input.properties)), input.objectWriteTraceId)];
      }),
    );
    const rows = missing.length === 0 ? errors : [...errors, missingRow(type.singular.toUpperCase(), missing)];
    return batchAnswer(startedAt, context.now(), results.flat(), rows, 200);
  });

  app.post(`${base}/:type/batch/upsert`, (c) => {
    const { type, caller } = writeAccess(c);
    const startedAt = context.now();
    const { inputs } = parseBody(c, upsertBody);
    checkBatchSize(inputs);
    for (const { idProperty } of inputs) {
      if (!(idProperty === 'email' && type.name === 'contacts'))
        requireUnique(context, caller.account, type, idProperty);
    }
    refuseRepeats(
      inputs.map((input) => (input.idProperty === 'email' ? input.id.trim().toLowerCase() : input.id)),
      'IDs',
    );
    // By `email` one bad row fails the whole batch, trace ids or not; by a unique property it is refused alone (facts section 5.1).
    const isByEmail = inputs.some((input) => input.idProperty === 'email');
    const { results, errors } = write(() =>
      runRows(
        inputs,
        (input) => {
          const { record, isNew } = write(() => upsertOne(context, caller, type, input));
          const result = { ...shown(context, caller, type, record, Object.keys(input.properties)), new: isNew };
          return echo(result, input.objectWriteTraceId);
        },
        !isByEmail,
      ),
    );
    return batchAnswer(startedAt, context.now(), results, errors, 200);
  });

  app.post(`${base}/:type/batch/archive`, (c) => {
    const { type, caller } = writeAccess(c);
    const { inputs } = parseBody(c, archiveBody);
    checkBatchSize(inputs);
    const source = integrationSource(caller);
    write(() => {
      for (const { id } of inputs) {
        const record = updateTarget(context, caller, type, id, undefined);
        if (record !== null) archiveRecord(context, caller.account, type, record, source);
      }
    });
    return c.body(null, 204);
  });
}

function findAll(
  context: HubSpotContext,
  caller: Caller,
  type: ObjectType,
  inputs: readonly { readonly id: string }[],
  idProperty: string | undefined,
  isArchived: boolean,
): { readonly found: readonly StoredRecord[]; readonly missing: readonly string[] } {
  const store = storeOf(context, type);
  const { hubId } = caller.account;
  const found = new Map<number, StoredRecord>();
  const missing: string[] = [];
  for (const { id } of inputs) {
    const number = parseRecordId(id);
    const record =
      idProperty !== undefined
        ? findByProperty(context, caller.account, type, idProperty, id)
        : number === null
          ? undefined
          : store.byId(hubId, store.currentId(hubId, number));
    if (record === undefined || record.isArchived !== isArchived) missing.push(id);
    else found.set(record.id, record);
  }
  return { found: [...found.values()], missing };
}

function updateTarget(
  context: HubSpotContext,
  caller: Caller,
  type: ObjectType,
  id: string,
  idProperty: string | undefined,
): StoredRecord | null {
  const store = storeOf(context, type);
  const { hubId } = caller.account;
  if (idProperty !== undefined) {
    requireUnique(context, caller.account, type, idProperty);
    const record = store.byUnique(hubId, idProperty, id);
    return record === undefined || record.isArchived ? null : record;
  }
  const number = parseRecordId(id);
  if (number === null) throw invalidRequest(`Invalid record id in batch input: ${id}`);
  const record = store.byId(hubId, store.currentId(hubId, number));
  return record === undefined || record.isArchived ? null : record;
}

function upsertOne(
  context: HubSpotContext,
  caller: Caller,
  type: ObjectType,
  input: UpsertInput,
): { readonly record: StoredRecord; readonly isNew: boolean } {
  const source = integrationSource(caller);
  const found = findByProperty(context, caller.account, type, input.idProperty, input.id);
  if (found !== undefined) {
    const record = updateRecord(context, caller.account, type, found, input.properties, source);
    return { record, isNew: false };
  }
  const properties = { ...input.properties, [input.idProperty]: input.id };
  return { record: createRecord(context, caller.account, type, properties, source), isNew: true };
}
