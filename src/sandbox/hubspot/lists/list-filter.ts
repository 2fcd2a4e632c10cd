import { z } from 'zod';
import { invalidRequest } from '../errors';
import type { ObjectType } from '../object-types';
import type { PropertyDefinition } from '../property-definition';
import { type SqlPart, searchColumn } from '../search-filters';

const operators = [
  'IS_ANY_OF',
  'IS_NONE_OF',
  'IS_EQUAL_TO',
  'IS_NOT_EQUAL_TO',
  'CONTAINS',
  'DOES_NOT_CONTAIN',
  'STARTS_WITH',
  'IS_KNOWN',
  'IS_UNKNOWN',
  'IS_GREATER_THAN',
  'IS_GREATER_THAN_OR_EQUAL_TO',
  'IS_LESS_THAN',
  'IS_LESS_THAN_OR_EQUAL_TO',
  'IS_AFTER',
  'IS_BEFORE',
] as const;

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const propertyFilter = z.object({
  filterType: z.literal('PROPERTY'),
  property: z.string(),
  operation: z.object({
    operationType: z.string().default('ALL_PROPERTY'),
    operator: z.enum(operators),
    value: text.optional(),
    values: z.array(text).optional(),
    includeObjectsWithNoValueSet: z.boolean().default(false),
  }),
});
type PropertyFilter = z.output<typeof propertyFilter>;

/** A node of a list's filter: its branches and filters are joined by its own type. */
export type FilterBranch = {
  readonly filterBranchType: 'OR' | 'AND';
  readonly filterBranches: readonly FilterBranch[];
  readonly filters: readonly PropertyFilter[];
};

/** `filterBranch` of a list, as far as this stand-in evaluates it: property filters under OR and AND. */
export const filterBranchBody: z.ZodType<FilterBranch> = z.lazy(() =>
  z.object({
    filterBranchType: z.enum(['OR', 'AND']),
    filterBranches: z.array(filterBranchBody).default([]),
    filters: z.array(propertyFilter).default([]),
  }),
);

/** Names of the properties that a filter asks for. */
export function filteredProperties(branch: FilterBranch): readonly string[] {
  return [...branch.filters.map(({ property }) => property), ...branch.filterBranches.flatMap(filteredProperties)];
}

/** Throws the provider's 400 for a filter that names an unknown property or lacks a value. */
export function checkFilter(
  type: ObjectType,
  definitions: ReadonlyMap<string, PropertyDefinition>,
  branch: FilterBranch,
): void {
  const unknown = filteredProperties(branch).find((name) => !definitions.has(name));
  if (unknown !== undefined) throw invalidRequest(`The property ${unknown} of the filter does not exist.`);
  branchSql(type, definitions, branch);
}

/** A filter as a SQL condition over the record table. A property that was archived since holds for nobody. */
export function branchSql(
  type: ObjectType,
  definitions: ReadonlyMap<string, PropertyDefinition>,
  branch: FilterBranch,
): SqlPart {
  const parts = [
    ...branch.filters.map((filter) => conditionSql(type, definitions.get(filter.property), filter)),
    ...branch.filterBranches.map((inner) => branchSql(type, definitions, inner)),
  ];
  if (parts.length === 0) throw invalidRequest('A filter branch must have filters or branches.');
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${branch.filterBranchType} `)})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function conditionSql(
  type: ObjectType,
  definition: PropertyDefinition | undefined,
  { property, operation }: PropertyFilter,
): SqlPart {
  if (definition === undefined) return { sql: '0', values: [] };
  const { sql: column, read } = searchColumn(type, definition);
  const sent = [...(operation.value === undefined ? [] : [operation.value]), ...(operation.values ?? [])];
  const needed = (): readonly (string | number)[] => {
    if (sent.length === 0) throw invalidRequest(`The operator ${operation.operator} on ${property} needs a value.`);
    return sent.map(read);
  };
  const orEmpty = ({ sql, values }: SqlPart): SqlPart => ({
    sql: operation.includeObjectsWithNoValueSet
      ? `(${sql} OR ${column} IS NULL)`
      : `(${sql} AND ${column} IS NOT NULL)`,
    values,
  });
  const someOf = (make: () => string): SqlPart => {
    const values = needed();
    return { sql: `(${values.map(make).join(' OR ')})`, values };
  };
  // A multiple choice is kept as "a;b": it holds each of its values.
  const equals = () =>
    definition.type === 'enumeration' ? `instr(';' || ${column} || ';', ';' || ? || ';') > 0` : `${column} = ?`;
  const not = ({ sql, values }: SqlPart): SqlPart => orEmpty({ sql: `NOT ${sql}`, values });
  switch (operation.operator) {
    case 'IS_KNOWN':
      return { sql: `${column} IS NOT NULL`, values: [] };
    case 'IS_UNKNOWN':
      return { sql: `${column} IS NULL`, values: [] };
    case 'IS_ANY_OF':
    case 'IS_EQUAL_TO':
      return orEmpty(someOf(equals));
    case 'IS_NONE_OF':
    case 'IS_NOT_EQUAL_TO':
      return not(someOf(equals));
    case 'CONTAINS':
      return orEmpty(someOf(() => `instr(${column}, ?) > 0`));
    case 'DOES_NOT_CONTAIN':
      return not(someOf(() => `instr(${column}, ?) > 0`));
    case 'STARTS_WITH':
      return orEmpty(someOf(() => `instr(${column}, ?) = 1`));
    case 'IS_GREATER_THAN':
    case 'IS_AFTER':
      return orEmpty(someOf(() => `${column} > ?`));
    case 'IS_GREATER_THAN_OR_EQUAL_TO':
      return orEmpty(someOf(() => `${column} >= ?`));
    case 'IS_LESS_THAN':
    case 'IS_BEFORE':
      return orEmpty(someOf(() => `${column} < ?`));
    case 'IS_LESS_THAN_OR_EQUAL_TO':
      return orEmpty(someOf(() => `${column} <= ?`));
  }
}
