import { contactIdSchema } from '../../shared/model/ids';
import type { CrmRecord } from '../hubspot';
import { inRepeatableTransaction } from '../storage/storage';
import { linePropertyName } from './line-properties';
import { type ContactValues, normaliseContact } from './normalise-contact';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** A page of contacts and what must be written together with it. */
interface Page {
  records: readonly CrmRecord[];
  /** The properties that were asked for. */
  requested: readonly string[];
  /** True in a full pull: contacts are marked as met, and links may be found again. */
  isFull: boolean;
  /** Runs in the same transaction. */
  checkpoint: () => void;
}

/**
 * Takes pages of contacts into the database: rows, search index, links, checkpoint and counts of a page in one
 * transaction. Only values of properties that are added at that moment are stored (B3).
 */
export function createContactWriter(deps: SyncDeps, stores: SyncStores) {
  const { contacts, companies, items, lineProperties } = stores;
  /** Names that were read but are not stored yet. */
  let readNames: ReadonlyMap<string, string | null> = new Map();
  const companyNameOf = (id: string) => readNames.get(id) ?? companies.nameOf(id) ?? null;

  const valuesOf = (record: CrmRecord, names: readonly string[]): ContactValues => ({
    hubSpotId: record.id,
    values: Object.fromEntries(names.map((name) => [name, record.properties[name] ?? null])),
    createdAt: time(record.properties.createdate),
    modifiedAt: time(record.properties.lastmodifieddate) ?? 0,
  });

  /** Links of the contacts that HubSpot merged into this one go along; their local rows are gone. */
  const takeOverMerged = (record: CrmRecord, tracker: SyncRunTracker): void => {
    for (const oldId of (record.properties.hs_merged_object_ids ?? '').split(';')) {
      const id = oldId.trim();
      if (id === '' || id === record.id) continue;
      lineProperties.repoint(id, record.id);
      const absorbed = contacts.known(id);
      if (absorbed === undefined) continue;
      contacts.remove(absorbed.id);
      tracker.counts.removed++;
    }
  };

  /** Compares HubSpot's LINE User IDs with the links held here. */
  const compareLinks = (record: CrmRecord): void => {
    const held = lineProperties.linksOf(record.id);
    for (const account of deps.officialAccounts()) {
      const name = linePropertyName(account.sequenceNumber, 'user_id');
      const userId = record.properties[name] ?? '';
      const link = held.find((other) => other.sequenceNumber === account.sequenceNumber);
      if (userId === '') {
        if (link !== undefined && link.written !== null) lineProperties.markLost(link);
      } else if (link === undefined && !lineProperties.isLeaving(record.id, account.sequenceNumber, userId)) {
        deps.restoreLink({ contactHubspotId: record.id, botUserId: account.botUserId, userId });
      }
    }
  };

  const takeOne = (record: CrmRecord, names: readonly string[], page: Page, tracker: SyncRunTracker): boolean => {
    const { counts, run } = tracker;
    const known = contacts.known(record.id);
    const values = valuesOf(record, names);
    if (known !== undefined && values.modifiedAt < known.modifiedAt && !page.isFull) {
      // The search index lags: what is held is newer than what it shows.
      counts.skipped++;
      return false;
    }
    takeOverMerged(record, tracker);
    const row = normaliseContact(values, companyNameOf);
    let key = known?.id;
    let isChanged = true;
    if (key === undefined) {
      key = contacts.insert(row, run.id, deps.clock.now());
    } else if (known?.contentHash !== row.contentHash) {
      contacts.update(key, row, run.id, deps.clock.now());
    } else {
      isChanged = false;
      if (known.modifiedAt !== row.modifiedAt) contacts.touch(key, row.modifiedAt);
    }
    if (isChanged) counts.changed++;
    else counts.unchanged++;
    if (page.isFull) {
      contacts.see(key);
      compareLinks(record);
    }
    return isChanged;
  };

  return {
    /** Company names for the pages to come, until they are stored. */
    takeCompanyNames(names: ReadonlyMap<string, string | null>): void {
      readNames = names;
    },
    /** Stores one page; returns the ids of contacts whose values changed. @throws LumoError STORAGE_FULL, STORAGE_CORRUPT */
    takePage(page: Page, tracker: SyncRunTracker): string[] {
      const added = new Set(items.list().map((item) => item.propertyName));
      const names = page.requested.filter((name) => added.has(name));
      const before = { ...tracker.counts };
      try {
        return inRepeatableTransaction(deps.storage, () => {
          const changed: string[] = [];
          for (const record of page.records) {
            tracker.counts.processed++;
            if (takeOne(record, names, page, tracker)) changed.push(record.id);
          }
          page.checkpoint();
          tracker.save();
          return changed;
        });
      } catch (error) {
        Object.assign(tracker.counts, before, {
          hubSpotCalls: tracker.counts.hubSpotCalls,
          waitedMs: tracker.counts.waitedMs,
        });
        throw error;
      }
    },
    /** Tells the screens which contacts they show anew. */
    announce(changed: readonly string[], tracker: SyncRunTracker): void {
      if (changed.length <= 20) {
        for (const id of changed) deps.events.emit({ type: 'contactChanged', contactId: contactIdSchema.parse(id) });
      }
      if (changed.length > 0) tracker.stale(['contacts', 'search', 'dashboard']);
    },
  };
}
export type ContactWriter = ReturnType<typeof createContactWriter>;

function time(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text === '') return null;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
