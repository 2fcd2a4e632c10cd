import { contactIdSchema } from '../../shared/model/ids';
import type { CrmRecord } from '../hubspot';
import type { ContactField } from '../storage/contact-field-repository';
import type { StoredContact } from '../storage/contact-repository';
import { relieveLog } from '../storage/log-relief';
import { inRepeatableTransaction } from '../storage/storage';
import { breathe } from './breathe';
import { type Applying, applyFields, hashedNames, valuesOf, writeContact } from './fields/apply-contact';
import { type CarriedField, newestCarried, takeOverFields } from './fields/carried-fields';
import { type ConflictTimes, readConflictTimes, timesOf } from './fields/conflict-times';
import { linePropertyName } from './line-properties';
import { absorbedIds } from './merged-contacts';
import { hashOf, normaliseContact } from './normalise-contact';
import { readTerms, type SyncedTerms } from './rules/synced-terms';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** A page of contacts and what must be written together with it. */
export interface Page {
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

/** What a slice of a page goes by. */
interface Slice extends Applying {
  page: Page;
  requested: ReadonlySet<string>;
  excluded: ReadonlySet<string>;
  times: ConflictTimes;
  tracker: SyncRunTracker;
  /** False while no field of any contact deviates: then nobody is asked about. */
  hasFields: boolean;
  /** Properties that hold LINE User IDs: of the connected accounts, and of numbers that they had before. Empty unless full. */
  userIds: Readonly<Record<'own' | 'former', readonly { botUserId: string; sequenceNumber: number; name: string }[]>>;
}

/** One transaction of a page holds the main loop no longer than this, its commit not counted (16 ms a frame). */
const sliceMs = 3;

/**
 * Takes pages of contacts into the database, in slices of a few milliseconds: rows, search index, links, field history
 * and counts of a slice are one transaction, and the checkpoint is in the page's last one. A page that a kill cut is taken
 * again: a full pull counts a contact when it first meets it, and a search leaves out what is held already, so that
 * nothing counts twice. Only values of items that are synced at that moment are taken (B3), each by its rule; a contact
 * that has the same values as before and no deviation costs one look.
 */
export function createContactWriter(deps: SyncDeps, stores: SyncStores) {
  const { contacts, companies, fields, lineProperties } = stores;
  /** Names that were read but are not stored yet. */
  let readNames: ReadonlyMap<string, string | null> = new Map();
  const companyNameOf = (id: string) => readNames.get(id) ?? companies.nameOf(id) ?? null;

  /** Links, history and Lumo's own values of the contacts that HubSpot merged into this one go along. */
  const takeOverMerged = (record: CrmRecord, tracker: SyncRunTracker): CarriedField[] => {
    return absorbedIds(record).flatMap((id) => {
      if (contacts.known(id) !== undefined) tracker.counts.removed++;
      return takeOverFields(stores, id, record.id);
    });
  };

  /** Compares HubSpot's LINE User IDs with the links held here. */
  const compareLinks = (record: CrmRecord, { own, former }: Slice['userIds']): void => {
    const held = lineProperties.linksOf(record.id);
    for (const { botUserId, sequenceNumber, name } of own) {
      const userId = record.properties[name] ?? '';
      if (userId === '' && held.length === 0) continue;
      const link = held.find((other) => other.sequenceNumber === sequenceNumber);
      if (userId === '') {
        if (link !== undefined && link.written !== null) lineProperties.markLost(link);
      } else if (link === undefined && !lineProperties.isLeaving(record.id, sequenceNumber, userId)) {
        deps.restoreLink({ contactHubspotId: record.id, botUserId, userId });
      }
    }
    for (const { botUserId, name } of former) {
      const userId = record.properties[name] ?? '';
      if (userId === '') continue;
      deps.restoreLink({ contactHubspotId: record.id, botUserId, userId, isFormerNumber: true });
    }
  };

  /** Which property tells of the user of which account: read once for a slice, up to thirty accounts stand in it. */
  const readUserIds = (isFull: boolean): Slice['userIds'] => {
    if (!isFull) return { own: [], former: [] };
    const named = (account: { botUserId: string; sequenceNumber: number }) => ({
      ...account,
      name: linePropertyName(account.sequenceNumber, 'user_id'),
    });
    return { own: deps.officialAccounts().map(named), former: deps.formerNumbers().map(named) };
  };

  /** The items of which this version of the record speaks. */
  const itemsFor = (slice: Slice, modifiedAt: number, stored: Readonly<Record<string, unknown>> | null) =>
    slice.terms.items.filter(
      (item) =>
        slice.requested.has(item.propertyName) &&
        (item.appliesFrom === null ||
          modifiedAt >= item.appliesFrom ||
          (stored !== null && item.propertyName in stored)),
    );

  const insertNew = (record: CrmRecord, modifiedAt: number, slice: Slice): number => {
    const items = itemsFor(slice, modifiedAt, null);
    const values = Object.fromEntries(
      items.map(({ propertyName }) => [propertyName, record.properties[propertyName] ?? null]),
    );
    const contact = { hubSpotId: record.id, values, createdAt: time(record.properties.createdate), modifiedAt };
    const { columns } = slice.terms;
    const row = normaliseContact(contact, companyNameOf, {
      columns,
      readings: slice.terms.readings,
      hashed: hashedNames(values, slice.terms),
    });
    return contacts.insert(row, slice.runId, slice.at);
  };

  /** Plans a held contact by its rules and writes what came of it. True = a value in Lumo changed. */
  const takeChanged = (
    stored: StoredContact,
    record: CrmRecord,
    modifiedAt: number,
    carried: readonly CarriedField[],
    slice: Slice,
  ): boolean => {
    const values = valuesOf(stored);
    const own = slice.hasFields ? fields.of(record.id) : [];
    const held = new Map(own.map((field): [string, ContactField] => [field.propertyName, field]));
    for (const { lumo, ...field } of newestCarried(carried)) {
      const other = held.get(field.propertyName);
      if (other !== undefined && (other.lumoChangedAt ?? 0) >= (field.lumoChangedAt ?? 0)) continue;
      if (!slice.terms.held.has(field.propertyName)) continue;
      held.set(field.propertyName, field);
      fields.save(field);
      values[field.propertyName] = lumo;
    }
    const items = itemsFor(slice, modifiedAt, values);
    const incoming = { hubSpot: record.properties, modifiedAt, times: timesOf(slice.times, record.id), items };
    const applied = applyFields(stores, record.id, values, [...held.values()], incoming, slice);
    writeContact(stores, { ...stored, modifiedAt }, applied.properties, slice);
    return applied.isChanged || carried.length > 0;
  };

  /** Takes one record; true when what is shown of it changed. */
  const takeOne = (record: CrmRecord, slice: Slice): boolean => {
    const { tracker, page } = slice;
    const { counts } = tracker;
    const known = contacts.known(record.id);
    const modifiedAt = time(record.properties.lastmodifieddate) ?? 0;
    const isExcluded = slice.excluded.has(record.id);
    if (isExcluded || (known !== undefined && modifiedAt < known.modifiedAt && !page.isFull)) {
      // A person left the contact out, or the search index lags: what is held is newer than what it shows.
      if (known === undefined || !page.isFull || contacts.see(known.id)) {
        counts.processed++;
        counts.skipped++;
      }
      return false;
    }
    const carried = takeOverMerged(record, tracker);
    let key = known?.id;
    let isChanged = true;
    if (key === undefined) {
      key = insertNew(record, modifiedAt, slice);
      const stored = carried.length === 0 ? undefined : contacts.get(record.id);
      if (stored !== undefined) takeChanged(stored, record, modifiedAt, carried, slice);
    } else {
      const names = itemsFor(slice, modifiedAt, null).map((item) => item.propertyName);
      const isSame =
        carried.length === 0 &&
        known?.contentHash === hashOf(record.properties, names) &&
        !(slice.hasFields && fields.has(record.id));
      const stored = isSame ? undefined : contacts.get(record.id);
      if (stored !== undefined) isChanged = takeChanged(stored, record, modifiedAt, carried, slice);
      else {
        isChanged = false;
        if (known?.modifiedAt !== modifiedAt) contacts.touch(key, modifiedAt);
      }
    }
    const isFirstMeeting = !page.isFull || contacts.see(key);
    if (isFirstMeeting) {
      counts.processed++;
      if (isChanged) counts.changed++;
      else counts.unchanged++;
    }
    if (page.isFull) compareLinks(record, slice.userIds);
    return isChanged;
  };

  /** Takes records from `from` on in one transaction, as many as fit into the time; returns where to go on. */
  const takeSlice = (
    page: Page,
    from: number,
    tracker: SyncRunTracker,
    { times, excluded }: Pick<Slice, 'times' | 'excluded'>,
    changed: string[],
  ): number => {
    const before = { ...tracker.counts };
    try {
      return inRepeatableTransaction(deps.storage, () => {
        const endsAt = performance.now() + sliceMs;
        const slice: Slice = {
          page,
          requested: new Set(page.requested),
          excluded,
          times,
          tracker,
          terms: readTerms(stores),
          nameOf: companyNameOf,
          runId: tracker.run.id,
          at: deps.clock.now(),
          hasFields: !fields.isEmpty(),
          userIds: readUserIds(page.isFull),
        };
        if (from === 0) page.begin();
        let next = from;
        for (const record of page.records.slice(from)) {
          if (next > from && performance.now() >= endsAt) break;
          if (takeOne(record, slice)) changed.push(record.id);
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
     * slices; a stop of the run is heeded there. Where both sides changed a field, HubSpot is asked first when it did.
     * @throws LumoError STORAGE_FULL, STORAGE_CORRUPT; what a call to HubSpot throws; the abort's reason
     */
    async takePage(page: Page, tracker: SyncRunTracker): Promise<string[]> {
      const changed: string[] = [];
      const terms: SyncedTerms | null = fields.isEmpty() ? null : readTerms(stores);
      const times =
        terms === null ? new Map() : await readConflictTimes(deps, stores, page.records, terms.items, tracker.call);
      const ids = page.records.map((record) => record.id);
      const given = { times, excluded: stores.exclusions.among('contact', ids) };
      let next = 0;
      do {
        tracker.abort.signal.throwIfAborted();
        next = takeSlice(page, next, tracker, given, changed);
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
