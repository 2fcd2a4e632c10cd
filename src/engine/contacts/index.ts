import type { OptionCount } from '../../shared/contract/contacts-contract';
import { LumoError } from '../../shared/errors/lumo-error';
import type { HubSpotAccount } from '../../shared/model/account';
import type { ContactDetail, ContactFilter, ContactRow, ContactSort } from '../../shared/model/contact';
import { contactFilterSchema } from '../../shared/model/contact';
import { type ContactId, companyIdSchema, contactIdSchema } from '../../shared/model/ids';
import type { StandardLumoItem } from '../../shared/model/sync';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { ServiceOf } from '../engine-types';
import { createContactQuery, isUnfiltered } from '../storage/contact-query';
import { createPropertyRepository } from '../storage/property-repository';
import { foldText } from '../storage/search-text';
import type { Storage } from '../storage/storage';
import { createSyncItemRepository } from '../storage/sync-item-repository';
import type { Fields } from '../sync';
import { listContacts } from './list-contacts';

interface ContactsDeps {
  storage: Storage;
  clock: Clock;
  events: EventBus;
  account: () => HubSpotAccount | null;
  /** Synced fields; asked for when the first contact is shown. */
  fields: () => Fields;
  /** Synced lists that hold the contact. */
  listsOf: (contactId: ContactId) => ContactDetail['lists'];
}

/** Reading the contacts. */
export interface Contacts {
  service: ServiceOf<'contacts'>;
  count(): number;
  /** Contacts that hold every word of the text; those whose name begins with it come first. */
  searchContacts(text: string, limit: number): ContactRow[];
  contactRow(hubSpotId: string): ContactRow | null;
  /** null = not here (any more). */
  contactDetail(id: ContactId): Promise<ContactDetail | null>;
}

/** Scrolling asks for many windows of one list: its keys are kept until contacts change, and are at most this old. */
const keptListMs = 2_000;
const contactType = 'contacts';

/** Table, details and search of the contacts. */
export function createContacts(deps: ContactsDeps): Contacts {
  const { storage, clock, account } = deps;
  const query = createContactQuery(storage);
  const definitions = createPropertyRepository(storage);
  const items = createSyncItemRepository(storage);
  let kept: { key: string; at: number; ids: Promise<number[]> } | null = null;
  let keptOptions: { changes: number; options: ReturnType<typeof readOptions> } | null = null;
  // The window that is told of a change asks at once: the list of before would stay on its screen.
  deps.events.subscribe((event) => {
    const isAboutContacts =
      event.type === 'stale' ? event.topics.includes('contacts') : event.type === 'contactChanged';
    if (isAboutContacts) kept = null;
  });
  const isFresh = (at: number): boolean => clock.now() - at <= keptListMs && clock.now() >= at;

  const matching = (filter: ContactFilter, sort: ContactSort): Promise<number[]> => {
    const key = JSON.stringify([filter, sort]);
    if (kept === null || kept.key !== key || !isFresh(kept.at)) {
      const ids = listContacts(query, filter, sort);
      const list = { key, at: clock.now(), ids };
      kept = list;
      ids.catch(() => {
        if (kept === list) kept = null;
      });
    }
    return kept.ids;
  };

  const contactDetail = async (id: ContactId): Promise<ContactDetail | null> => {
    const found = query.get(id);
    if (found === null) return null;
    const hub = account();
    return {
      ...found.row,
      properties: deps.fields().propertiesOf(id),
      createdAt: found.createdAt,
      friends: query.friendsOf(id),
      lists: deps.listsOf(id),
      companyId: found.companyId === null ? null : companyIdSchema.parse(found.companyId),
      // Address of a record page: HubSpot facts, section 2.7; contacts are the object type 0-1.
      hubSpotUrl: hub === null ? null : `https://${hub.uiDomain}/contacts/${hub.hubId}/record/0-1/${id}`,
    };
  };

  const labelled = (name: string, counts: readonly { value: string; count: number }[]): OptionCount[] => {
    const options = definitions.get(contactType, name)?.options ?? [];
    const rank = (value: string) => {
      const place = options.findIndex((option) => option.value === value);
      return place < 0 ? options.length : place;
    };
    return counts
      .map(({ value, count }) => ({
        value,
        label: options.find((option) => option.value === value)?.label ?? value,
        count,
      }))
      .sort((a, b) => rank(a.value) - rank(b.value));
  };

  /** The property that fills a standard item; '' = none does. */
  const propertyBehind = (lumoItem: StandardLumoItem): string =>
    items.list().find((item) => item.lumoItem === lumoItem)?.propertyName ?? '';

  const readOptions = () => ({
    lifecycleStages: labelled(propertyBehind('lifecycleStage'), query.lifecycleStages()),
    leadStatuses: labelled(propertyBehind('leadStatus'), query.leadStatuses()),
  });

  const service: ServiceOf<'contacts'> = {
    async page({ filter, sort, offset, limit }) {
      const full = contactFilterSchema.parse(filter);
      if (isUnfiltered(full)) return { rows: query.window(sort, offset, limit), total: query.count() };
      if (full.link !== 'linked' && foldText(full.text).trim() === '') {
        const { ids, total } = query.filteredWindow(full, sort, offset, limit);
        return { rows: query.rows(ids), total };
      }
      const ids = await matching(full, sort);
      return { rows: query.rows(ids.slice(offset, offset + limit)), total: ids.length };
    },
    async get({ id }) {
      const detail = await contactDetail(contactIdSchema.parse(id));
      if (detail === null) throw new LumoError('NOT_FOUND', { what: 'contact' });
      return detail;
    },
    saveField: (edit) => deps.fields().saveField(edit),
    provenance: (wish) => deps.fields().provenance(wish),
    async filterOptions() {
      const changes = query.changes();
      if (keptOptions?.changes !== changes) keptOptions = { changes, options: readOptions() };
      return keptOptions.options;
    },
  };

  return {
    service,
    count: query.count,
    searchContacts(text, limit) {
      const folded = foldText(text).trim();
      if (folded === '') return [];
      // More than are shown, so that the best of them can come first without sorting every hit.
      const rows = query.rows(query.search(text, Math.max(limit, 200)));
      const rank = (row: ContactRow) => (foldText(row.displayName).startsWith(folded) ? 0 : 1);
      return rows.sort((a, b) => rank(a) - rank(b)).slice(0, limit);
    },
    contactRow: (hubSpotId) => query.get(hubSpotId)?.row ?? null,
    contactDetail,
  };
}
