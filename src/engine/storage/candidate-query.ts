import { z } from 'zod';
import type { Storage } from './storage';

const valuesSchema = z.record(z.string(), z.string().nullable());

/** What speaks for or against a contact besides what its row in the table shows. */
export interface CandidateExtras {
  createdAt: number | null;
  /** Synced values by property name. */
  values: Readonly<Record<string, string | null>>;
}

/** Reading contacts as candidates for a friend. */
export function createCandidateQuery(storage: Storage) {
  const extras = storage.prepare<[string], { createdAt: number | null; properties: string }>(
    'SELECT created_at AS createdAt, properties FROM contact WHERE hubspot_id = ?',
  );
  const createdBetween = storage
    .prepare<[number, number, number], string>(
      'SELECT hubspot_id FROM contact WHERE created_at BETWEEN ? AND ? ORDER BY created_at LIMIT ?',
    )
    .pluck();
  const readings = storage.prepare<[], { name: string; label: string | null }>(
    `SELECT i.property_name AS name, p.label FROM sync_item i
     LEFT JOIN hubspot_property p ON p.object_type = 'contacts' AND p.name = i.property_name`,
  );
  return {
    extras(contactId: string): CandidateExtras | null {
      const row = extras.get(contactId);
      if (row === undefined) return null;
      return { createdAt: row.createdAt, values: valuesSchema.parse(JSON.parse(row.properties)) };
    },
    /** Ids of contacts that were made between two times, at most `limit`. */
    createdBetween: (from: number, to: number, limit: number): string[] => createdBetween.all(from, to, limit),
    /** Names and labels of what is synced. */
    syncedProperties: (): { name: string; label: string | null }[] => readings.all(),
  };
}
export type CandidateQuery = ReturnType<typeof createCandidateQuery>;
