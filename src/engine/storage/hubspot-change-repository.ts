import { z } from 'zod';
import type { Storage } from './storage';

/** Kinds of records whose changes are followed. */
export const changedKindSchema = z.enum(['contact', 'company', 'deal', 'ticket']);
export type ChangedKind = z.infer<typeof changedKindSchema>;
/** HubSpot's names of events (HubSpot facts, section 11.3). */
export const changeNameSchema = z.enum([
  'creation',
  'propertyChange',
  'deletion',
  'merge',
  'restore',
  'privacyDeletion',
  'associationChange',
]);
export type ChangeName = z.infer<typeof changeNameSchema>;

/** One event as it is kept: which records it speaks of, none of their values. */
export interface HubSpotChange {
  kind: ChangedKind;
  change: ChangeName;
  recordIds: readonly string[];
  occurredAt: number;
}

interface Row {
  id: number;
  kind: string;
  change: string;
  recordIds: string;
  occurredAt: number;
}

const idsSchema = z.array(z.string());

/** What HubSpot pushed and what of it is still to be worked off. */
export function createHubSpotChangeRepository(database: Storage) {
  const insert =
    database.prepare(`INSERT INTO hubspot_change (dedupe_key, kind, change, record_ids, occurred_at, received_at)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const open = database.prepare<[number], Row>(`
    SELECT id, kind, change, record_ids AS recordIds, occurred_at AS occurredAt FROM hubspot_change
    WHERE worked_at IS NULL ORDER BY id LIMIT ?`);
  const isOpen = database.prepare<[], { found: number }>(
    'SELECT EXISTS (SELECT 1 FROM hubspot_change WHERE worked_at IS NULL) AS found',
  );
  const close = database.prepare(
    'UPDATE hubspot_change SET worked_at = ? WHERE id IN (SELECT value FROM json_each(?))',
  );
  const forget = database.prepare(
    'DELETE FROM hubspot_change WHERE id IN (SELECT id FROM hubspot_change WHERE worked_at < ? LIMIT ?)',
  );
  const newest = database.prepare<[], { at: number | null }>('SELECT max(received_at) AS at FROM hubspot_change');

  return {
    /** Keeps one event; false when it was had before. */
    add(dedupeKey: string, event: HubSpotChange, at: number): boolean {
      const ids = JSON.stringify(event.recordIds);
      return insert.run(dedupeKey, event.kind, event.change, ids, event.occurredAt, at).changes > 0;
    },
    /** The oldest ones that were not worked off yet. */
    open: (limit: number): (HubSpotChange & { id: number })[] =>
      open.all(limit).map((row) => ({
        id: row.id,
        kind: changedKindSchema.parse(row.kind),
        change: changeNameSchema.parse(row.change),
        recordIds: idsSchema.parse(JSON.parse(row.recordIds)),
        occurredAt: row.occurredAt,
      })),
    hasOpen: (): boolean => isOpen.get()?.found === 1,
    close(ids: readonly number[], at: number): void {
      close.run(at, JSON.stringify(ids));
    },
    /** Forgets some of those that were worked off before `at`; returns how many. */
    forgetBefore: (at: number, limit: number): number => forget.run(at, limit).changes,
    /** When the last event came; null = never. */
    newestAt: (): number | null => newest.get()?.at ?? null,
  };
}
export type HubSpotChangeRepository = ReturnType<typeof createHubSpotChangeRepository>;
