import type { Hono } from 'hono';
import { z } from 'zod';
import { type Caller, type HubSpotContext, type HubSpotEnv, storeOf } from './context';
import { invalidRequest } from './errors';
import { readAccess } from './object-routes';
import type { ObjectType } from './object-types';
import { readableProperties, viewRecord } from './record-view';
import { type ApiRequest, parseBody } from './request';
import { containsToken, filterSql, type SqlPart, searchColumn, searchFilter, tokensOf } from './search-filters';

const longestBody = 3_000;
const mostGroups = 5;
const mostFiltersPerGroup = 6;
const mostFilters = 18;
const mostPerPage = 200;
const mostResults = 10_000;

const searchBody = z.object({
  query: z.string().optional(),
  filterGroups: z.array(z.object({ filters: z.array(searchFilter) })).default([]),
  sorts: z
    .array(
      z.union([
        z.string(),
        z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') }),
      ]),
    )
    .default([]),
  properties: z.array(z.string()).default([]),
  limit: z.number().int().default(10),
  after: z.union([z.string(), z.number()]).optional(),
});

type SearchBody = z.output<typeof searchBody>;

/** `POST .../search` of contacts and companies (facts section 5.4). */
export function mountSearchRoutes(app: Hono<HubSpotEnv>, bases: readonly string[], context: HubSpotContext): void {
  addSearchFunctions(context);
  const totals = new Map<string, { readonly version: number; readonly total: number }>();

  const search = (c: ApiRequest): Response => {
    const { type, caller } = readAccess(c);
    if (c.get('bodyText').length > longestBody) {
      throw invalidRequest(`The request body is longer than the ${longestBody} characters a search may have.`);
    }
    const body = parseBody(c, searchBody);
    const offset = checkLimits(body);
    const store = storeOf(context, type);
    const hasStale = store.refreshIndex();
    const where = whereSql(context, caller, type, body);
    const order = orderSql(context, caller, type, body);
    const ids = context.database
      .prepare<(string | number)[], { id: number; isStale: number }>(
        `${arms(type, hasStale, where, order)} ORDER BY k ${order.direction}, id LIMIT ? OFFSET ?`,
      )
      .all(...repeated(where, hasStale), Math.min(body.limit, mostResults - offset), offset);
    const total = count(context, type, store.version, hasStale, where, totals);
    const properties = readableProperties(context, caller.account, type, body.properties);
    const results = store
      .searchVersions(caller.account.hubId, ids)
      .map((record) =>
        viewRecord(context, caller.account, type, record, { properties, propertiesWithHistory: [], associations: [] }),
      );
    const next = offset + results.length;
    const hasMore = next < total && results.length > 0;
    return c.json({ total, results, ...(hasMore ? { paging: { next: { after: String(next) } } } : {}) });
  };
  for (const base of bases) app.post(`${base}/:type/search`, search);
}

function checkLimits(body: SearchBody): number {
  if (body.filterGroups.length > mostGroups) {
    throw invalidRequest(
      `There are ${body.filterGroups.length} filter groups, more than the maximum of ${mostGroups}.`,
    );
  }
  const sizes = body.filterGroups.map((group) => group.filters.length);
  if (sizes.some((size) => size > mostFiltersPerGroup)) {
    throw invalidRequest(`A filter group has more than the maximum of ${mostFiltersPerGroup} filters.`);
  }
  if (sizes.some((size) => size === 0)) throw invalidRequest('A filter group must have at least one filter.');
  if (sizes.reduce((sum, size) => sum + size, 0) > mostFilters) {
    throw invalidRequest(`There are more than the maximum of ${mostFilters} filters.`);
  }
  if (body.sorts.length > 1) throw invalidRequest('Only one sort is allowed.');
  if (body.limit < 1 || body.limit > mostPerPage) {
    throw invalidRequest(`limit must be from 1 to ${mostPerPage}, but was ${body.limit}.`);
  }
  const offset = body.after === undefined || body.after === '' ? 0 : Number(body.after);
  if (!Number.isInteger(offset) || offset < 0) throw invalidRequest(`after is no cursor of a search: ${body.after}`);
  if (offset >= mostResults) {
    throw invalidRequest(`Paging through more than ${mostResults} results is not possible: after was ${offset}.`);
  }
  return offset;
}

function whereSql(context: HubSpotContext, caller: Caller, type: ObjectType, body: SearchBody): SqlPart {
  const definitions = context.properties.live(caller.account.hubId, type.name);
  const parts: SqlPart[] = [{ sql: 'account = ? AND archived = 0', values: [caller.account.hubId] }];
  const groups = body.filterGroups.map((group) =>
    joined(
      group.filters.map((filter) => filterSql(type, definitions, filter)),
      ' AND ',
    ),
  );
  if (groups.length > 0) parts.push(joined(groups, ' OR '));
  for (const token of tokensOf(body.query ?? '')) {
    const columns = type.searchableProperties.map((name) =>
      name === 'email' ? 'email' : `json_extract(properties, '$."${name}"')`,
    );
    // The cheap test on the whole text keeps the exact one off nearly all rows. LIKE folds ASCII only.
    const isFolded = /^[\p{ASCII}\p{Lo}\p{M}\p{N}]*$/u.test(token);
    const text = isFolded ? 'properties' : 'hs_lower(properties)';
    parts.push({
      sql: `((${text} LIKE ? OR email LIKE ?) AND hs_has_prefix(?, ${columns.join(', ')}) = 1)`,
      values: [`%${token}%`, `%${token}%`, token],
    });
  }
  return { sql: parts.map((part) => part.sql).join(' AND '), values: parts.flatMap((part) => part.values) };
}

function joined(parts: readonly SqlPart[], glue: string): SqlPart {
  return {
    sql: `(${parts.map((part) => part.sql).join(glue)})`,
    values: parts.flatMap((part) => part.values),
  };
}

type Order = { readonly key: string; readonly direction: 'ASC' | 'DESC' };

function orderSql(context: HubSpotContext, caller: Caller, type: ObjectType, body: SearchBody): Order {
  const [sort] = body.sorts;
  if (sort === undefined) return { key: 'id', direction: 'ASC' };
  const isDescending = typeof sort === 'string' ? sort.startsWith('-') : sort.direction === 'DESCENDING';
  const name = typeof sort === 'string' ? sort.replace(/^-/, '') : sort.propertyName;
  const definition = context.properties.live(caller.account.hubId, type.name).get(name);
  if (definition === undefined) throw invalidRequest(`Unable to sort by ${name}: the property does not exist.`);
  return { key: searchColumn(type, definition).sql, direction: isDescending ? 'DESC' : 'ASC' };
}

// Records that changed less than the index lag ago are taken from the stale table, all others from the real one.
function arms(type: ObjectType, hasStale: boolean, where: SqlPart, order: Order): string {
  const main = `SELECT id, 0 AS isStale, ${order.key} AS k FROM ${type.table} WHERE ${where.sql}`;
  if (!hasStale) return main;
  return `${main} AND id NOT IN (SELECT id FROM ${type.staleTable})
    UNION ALL SELECT id, 1 AS isStale, ${order.key} AS k FROM ${type.staleTable} WHERE ${where.sql} AND absent = 0`;
}

function repeated(where: SqlPart, hasStale: boolean): (string | number)[] {
  return hasStale ? [...where.values, ...where.values] : [...where.values];
}

function count(
  context: HubSpotContext,
  type: ObjectType,
  version: number,
  hasStale: boolean,
  where: SqlPart,
  totals: Map<string, { readonly version: number; readonly total: number }>,
): number {
  const key = `${type.name}/${where.sql}/${JSON.stringify(where.values)}`;
  const known = totals.get(key);
  if (known !== undefined && known.version === version) return known.total;
  const order: Order = { key: 'id', direction: 'ASC' };
  const total =
    context.database
      .prepare<(string | number)[], number>(`SELECT count(*) FROM (${arms(type, hasStale, where, order)})`)
      .pluck()
      .get(...repeated(where, hasStale)) ?? 0;
  if (totals.size > 50) totals.clear();
  totals.set(key, { version, total });
  return total;
}

function addSearchFunctions(context: HubSpotContext): void {
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const options = { deterministic: true };
  context.database.function('hs_lower', options, (value: unknown) => text(value)?.toLowerCase() ?? null);
  context.database.function('hs_contains_token', options, (value: unknown, pattern: unknown) => {
    const held = text(value);
    return held === null ? null : containsToken(held, String(pattern)) ? 1 : 0;
  });
  context.database.function(
    'hs_has_prefix',
    { ...options, varargs: true },
    (token: unknown, ...values: readonly unknown[]) =>
      values.some((value) => tokensOf(text(value) ?? '').some((held) => held.startsWith(String(token)))) ? 1 : 0,
  );
}
