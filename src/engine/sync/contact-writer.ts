import { contactIdSchema } from '../../shared/model/ids';
import type { CrmRecord } from '../hubspot';
import { relieveLog } from '../storage/log-relief';
import { inRepeatableTransaction } from '../storage/storage';
import { breathe } from './breathe';
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
  /** Runs in the page's first transaction: what its contacts rely on. */
  begin: () => void;
  /** Runs in the page's last transaction. */
  checkpoint: () => void;
}

/** One transaction of a page holds the main loop no longer than this, its commit not counted (16 ms a frame). */
const sliceMs = 3;

/**
 * Takes pages of contacts into the database, in slices of a few milliseconds: rows, search index, links and counts of a
 * slice are one transaction, and the checkpoint is in the page's last one. A page that a kill cut is taken again: a full
 * pull counts a contact when it first meets it, and a search leaves out what is held already, so that nothing counts
 * twice. Only values of properties that are added at that moment are stored (B3).
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
      counts.processed++;
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
    const isFirstMeeting = !page.isFull || contacts.see(key);
    if (isFirstMeeting) {
      counts.processed++;
      if (isChanged) counts.changed++;
      else counts.unchanged++;
    }
    if (page.isFull) compareLinks(record);
    return isChanged;
  };

  /** Takes records from `from` on in one transaction, as many as fit into the time; returns where to go on. */
  const takeSlice = (page: Page, from: number, tracker: SyncRunTracker, changed: string[]): number => {
    const before = { ...tracker.counts };
    try {
      return inRepeatableTransaction(deps.storage, () => {
        const endsAt = performance.now() + sliceMs;
        const added = new Set(items.list().map((item) => item.propertyName));
        const names = page.requested.filter((name) => added.has(name));
        if (from === 0) page.begin();
        let next = from;
        for (const record of page.records.slice(from)) {
          if (next > from && performance.now() >= endsAt) break;
          if (takeOne(record, names, page, tracker)) changed.push(record.id);
          next++;
        }
        if (next === page.records.length) page.checkpoint();
        tracker.save();
        return next;
      });
    } catch (error) {
      Object.assign(tracker.counts, before, {
        hubSpotCalls: tracker.counts.hubSpotCalls,
        waitedMs: tracker.counts.waitedMs,
      });
      throw error;
    }
  };

  return {
    /** Company names for the pages to come, until they are stored. */
    takeCompanyNames(names: ReadonlyMap<string, string | null>): void {
      readNames = names;
    },
    /**
     * Stores one page; returns the ids of contacts whose values changed. Everything else of the process runs between its
     * slices; a stop of the run is heeded there.
     * @throws LumoError STORAGE_FULL, STORAGE_CORRUPT; the abort's reason
     */
    async takePage(page: Page, tracker: SyncRunTracker): Promise<string[]> {
      const changed: string[] = [];
      let next = 0;
      do {
        tracker.abort.signal.throwIfAborted();
        next = takeSlice(page, next, tracker, changed);
        await relieveLog(deps.storage);
        await breathe();
      } while (next < page.records.length);
      return changed;
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
