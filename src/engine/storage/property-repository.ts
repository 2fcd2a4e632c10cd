import { z } from 'zod';
import { inTransaction, type Storage } from './storage';

const optionsSchema = z.array(z.object({ value: z.string(), label: z.string(), isHidden: z.boolean().default(false) }));

/** A HubSpot property definition as it was last read. */
export interface PropertyRecord {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  /** In HubSpot's order. A hidden one stays valid where it is held, and is not offered. */
  options: { value: string; label: string; isHidden: boolean }[];
  isReadOnly: boolean;
  isHidden: boolean;
  isHubSpotDefined: boolean;
  isSensitive: boolean;
  /** HubSpot computes its value. */
  isCalculated: boolean;
  hasUniqueValue: boolean;
  description: string;
}

interface Row {
  name: string;
  label: string;
  type: string;
  field_type: string;
  group_name: string;
  options: string;
  is_read_only: number;
  is_hidden: number;
  is_hubspot_defined: number;
  is_sensitive: number;
  is_calculated: number;
  has_unique_value: number;
  description: string;
}

/** HubSpot's property definitions, for labels, options and the picker. */
export function createPropertyRepository(database: Storage) {
  const select = database.prepare<[string], Row>(
    'SELECT * FROM hubspot_property WHERE object_type = ? ORDER BY label, name',
  );
  const selectOne = database.prepare<[string, string], Row>(
    'SELECT * FROM hubspot_property WHERE object_type = ? AND name = ?',
  );
  const clear = database.prepare('DELETE FROM hubspot_property WHERE object_type = ?');
  const insert = database.prepare(`
    INSERT INTO hubspot_property (object_type, name, label, type, field_type, group_name, options, is_read_only, is_hidden, is_hubspot_defined, is_sensitive,
      is_calculated, has_unique_value, description, fetched_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const newest = database.prepare<[string], { at: number | null }>(
    'SELECT max(fetched_at) AS at FROM hubspot_property WHERE object_type = ?',
  );

  return {
    list: (objectType: string): PropertyRecord[] => select.all(objectType).map(toRecord),
    get(objectType: string, name: string): PropertyRecord | null {
      const row = selectOne.get(objectType, name);
      return row === undefined ? null : toRecord(row);
    },
    /** When the definitions were read; null = never. */
    fetchedAt: (objectType: string): number | null => newest.get(objectType)?.at ?? null,
    /** Takes the place of all definitions held for the type. */
    replace(objectType: string, properties: readonly PropertyRecord[], at: number): void {
      inTransaction(database, () => {
        clear.run(objectType);
        for (const p of properties) {
          insert.run(
            objectType,
            p.name,
            p.label,
            p.type,
            p.fieldType,
            p.groupName,
            JSON.stringify(p.options),
            Number(p.isReadOnly),
            Number(p.isHidden),
            Number(p.isHubSpotDefined),
            Number(p.isSensitive),
            Number(p.isCalculated),
            Number(p.hasUniqueValue),
            p.description,
            at,
          );
        }
      });
    },
  };
}
export type PropertyRepository = ReturnType<typeof createPropertyRepository>;

function toRecord(row: Row): PropertyRecord {
  return {
    name: row.name,
    label: row.label,
    type: row.type,
    fieldType: row.field_type,
    groupName: row.group_name,
    options: optionsSchema.parse(JSON.parse(row.options)),
    isReadOnly: row.is_read_only === 1,
    isHidden: row.is_hidden === 1,
    isHubSpotDefined: row.is_hubspot_defined === 1,
    isSensitive: row.is_sensitive === 1,
    isCalculated: row.is_calculated === 1,
    hasUniqueValue: row.has_unique_value === 1,
    description: row.description,
  };
}
