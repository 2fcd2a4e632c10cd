import { z } from 'zod';
import { invalidRequest } from './errors';
import { linkKinds } from './links';
import { type ObjectType, objectTypes } from './object-types';
import type { PropertyDefinition } from './property-definition';
import { instantMs } from './property-values';

/** One filter of a search body. */
export const searchFilter = z.object({
  propertyName: z.string(),
  operator: z.enum([
    'EQ',
    'NEQ',
    'LT',
    'LTE',
    'GT',
    'GTE',
    'BETWEEN',
    'IN',
    'NOT_IN',
    'HAS_PROPERTY',
    'NOT_HAS_PROPERTY',
    'CONTAINS_TOKEN',
    'NOT_CONTAINS_TOKEN',
  ]),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
  highValue: z.string().optional(),
});

export type SearchFilter = z.output<typeof searchFilter>;

/** A piece of SQL with its parameters, in order. */
export type SqlPart = { readonly sql: string; readonly values: readonly (string | number)[] };

type Column = { readonly sql: string; readonly read: (text: string) => string | number };

/** The column (or JSON path) that holds a property, and how a filter value is brought into the same form. */
export function searchColumn(type: ObjectType, definition: PropertyDefinition): Column {
  const { name } = definition;
  const instant = (text: string) => {
    const at = instantMs(text);
    if (at === null) throw invalidRequest(`${text} is no date for property ${name}: epoch milliseconds are needed.`);
    return at;
  };
  const number = (text: string) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value))
      throw invalidRequest(`${text} is no number for property ${name}.`);
    return value;
  };
  if (name === type.modifiedProperty) return { sql: 'modified_at', read: instant };
  if (name === 'createdate') return { sql: 'created_at', read: instant };
  if (name === 'hs_object_id') return { sql: 'id', read: number };
  if (name === 'associatedcompanyid') return { sql: 'company_id', read: number };
  if (name === 'email' && type.name === 'contacts') return { sql: 'email', read: (text) => text.toLowerCase() };
  // Names are checked to be [a-z0-9_] when a property is made, so they cannot leave the quotes.
  const path = `json_extract(properties, '$."${name}"')`;
  switch (definition.type) {
    case 'number':
      return { sql: `CAST(${path} AS REAL)`, read: number };
    case 'datetime':
      return { sql: path, read: (text) => new Date(instant(text)).toISOString() };
    case 'date':
      return { sql: path, read: (text) => new Date(instant(text)).toISOString().slice(0, 10) };
    case 'string':
    case 'phone_number':
      return { sql: `hs_lower(${path})`, read: (text) => text.toLowerCase() };
    default:
      return { sql: path, read: (text) => text };
  }
}

/**
 * One filter as SQL. Comparing operators leave out records without a value, NEQ and NOT_IN included. `IN` on text
 * properties compares the values as sent with the lower-cased property: upper-case values find nothing, the provider's
 * own trap (facts section 5.4).
 */
export function filterSql(
  type: ObjectType,
  definitions: ReadonlyMap<string, PropertyDefinition>,
  filter: SearchFilter,
): SqlPart {
  const { propertyName, operator } = filter;
  if (propertyName.startsWith('associations.')) return associationSql(type, filter);
  const definition = definitions.get(propertyName);
  if (definition === undefined) {
    throw invalidRequest(`There was a problem with the request: property ${propertyName} does not exist.`, {
      context: { propertyName: [propertyName] },
    });
  }
  const { sql, read } = searchColumn(type, definition);
  const one = () => {
    if (filter.value === undefined) throw invalidRequest(`The operator ${operator} needs a value.`);
    return read(filter.value);
  };
  const many = (isAsSent: boolean) => {
    if (filter.values === undefined || filter.values.length === 0) {
      throw invalidRequest(`The operator ${operator} needs values.`);
    }
    return filter.values.map((text) => (isAsSent ? text : read(text)));
  };
  const isText = definition.type === 'string' || definition.type === 'phone_number';
  switch (operator) {
    case 'EQ':
      return { sql: `${sql} = ?`, values: [one()] };
    case 'NEQ':
      return { sql: `${sql} <> ?`, values: [one()] };
    case 'LT':
      return { sql: `${sql} < ?`, values: [one()] };
    case 'LTE':
      return { sql: `${sql} <= ?`, values: [one()] };
    case 'GT':
      return { sql: `${sql} > ?`, values: [one()] };
    case 'GTE':
      return { sql: `${sql} >= ?`, values: [one()] };
    case 'BETWEEN':
      if (filter.highValue === undefined) throw invalidRequest('The operator BETWEEN needs value and highValue.');
      return { sql: `${sql} BETWEEN ? AND ?`, values: [one(), read(filter.highValue)] };
    case 'IN':
    case 'NOT_IN': {
      const values = many(isText);
      const list = values.map(() => '?').join(', ');
      return { sql: `${sql} ${operator === 'IN' ? 'IN' : 'NOT IN'} (${list})`, values };
    }
    case 'HAS_PROPERTY':
      return { sql: `${sql} IS NOT NULL`, values: [] };
    case 'NOT_HAS_PROPERTY':
      return { sql: `${sql} IS NULL`, values: [] };
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN': {
      if (filter.value === undefined) throw invalidRequest(`The operator ${operator} needs a value.`);
      return {
        sql: `hs_contains_token(${sql}, ?) = ${operator === 'CONTAINS_TOKEN' ? 1 : 0}`,
        values: [filter.value],
      };
    }
  }
}

function associationSql(type: ObjectType, filter: SearchFilter): SqlPart {
  const name = filter.propertyName.slice('associations.'.length);
  const other = Object.values(objectTypes).find((candidate) => candidate.singular === name);
  if (other === undefined || linkKinds(type, other) === null) {
    throw invalidRequest(`There was a problem with the request: property ${filter.propertyName} does not exist.`);
  }
  const wanted = filter.operator === 'EQ' ? [filter.value ?? ''] : filter.operator === 'IN' ? filter.values : undefined;
  if (wanted === undefined || wanted.length === 0) {
    throw invalidRequest(`The operator ${filter.operator} is not supported for ${filter.propertyName}.`);
  }
  const list = wanted.map(() => '?').join(', ');
  const values = wanted.map(Number);
  if (type.name === 'contacts' && other.name === 'companies') {
    return { sql: `id IN (SELECT contact_id FROM hs_link WHERE company_id IN (${list}))`, values };
  }
  if (type.name === 'companies' && other.name === 'contacts') {
    return { sql: `id IN (SELECT company_id FROM hs_link WHERE contact_id IN (${list}))`, values };
  }
  return {
    sql: `id IN (SELECT to_id FROM hs_record_link WHERE from_type = ? AND from_id IN (${list}) AND to_type = ?)`,
    values: [other.name, ...values, type.name],
  };
}

/** Tokens of a text as the search index cuts them: runs of letters, marks and digits, lower case. */
export function tokensOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** True when some token of `text` is the pattern; `*` in the pattern stands for any characters. */
export function containsToken(text: string, pattern: string): boolean {
  const wanted = pattern.normalize('NFKC').toLowerCase().split('*');
  const expression = new RegExp(`^${wanted.map((part) => part.replace(/[^\p{L}\p{M}\p{N}]/gu, '')).join('.*')}$`, 'u');
  if (tokensOf(text).some((token) => expression.test(token))) return true;
  // A pattern of several tokens must occur as a run of them.
  const several = tokensOf(pattern);
  return several.length > 1 && ` ${tokensOf(text).join(' ')} `.includes(` ${several.join(' ')} `);
}
