import { z } from 'zod';
import type { OptionCount } from '../../shared/contract/contacts-contract';
import { LumoError } from '../../shared/errors/lumo-error';
import type { HubSpotAccount } from '../../shared/model/account';
import type {
  ContactDetail,
  ContactFilter,
  ContactProperty,
  ContactRow,
  ContactSort,
} from '../../shared/model/contact';
import { contactFilterSchema } from '../../shared/model/contact';
import { type ContactId, contactIdSchema } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import { notBuilt } from '../core/not-built';
import type { ServiceOf } from '../engine-types';
import { createContactQuery, isUnfiltered } from '../storage/contact-query';
import { createPropertyRepository } from '../storage/property-repository';
import { foldText } from '../storage/search-text';
import type { Storage } from '../storage/storage';
import { createSyncItemRepository } from '../storage/sync-item-repository';
import { listContacts } from './list-contacts';

interface ContactsDeps {
  storage: Storage;
  clock: Clock;
  account: () => HubSpotAccount | null;
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

const storedSchema = z.record(z.string(), z.string().nullable());
/** Scrolling asks for many windows of one list: its keys are kept, and are at most this old. */
const keptListMs = 2_000;
const contactType = 'contacts';
const companyProperty = 'associatedcompanyid';

/** Table, details and search of the contacts. */
export function createContacts({ storage, clock, account }: ContactsDeps): Contacts {
  const query = createContactQuery(storage);
  const definitions = createPropertyRepository(storage);
  const items = createSyncItemRepository(storage);
  let kept: { key: string; at: number; ids: Promise<number[]> } | null = null;
  let keptOptions: { changes: number; options: ReturnType<typeof readOptions> } | null = null;
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

  const propertiesOf = (stored: string, companyName: string | null): ContactProperty[] => {
    const values = storedSchema.parse(JSON.parse(stored));
    return items.list().map((item) => {
      const definition = definitions.get(contactType, item.propertyName);
      const value = values[item.propertyName] ?? null;
      const isCompany = item.propertyName === companyProperty;
      const labels = value
        ?.split(';')
        .map((part) => definition?.options.find((option) => option.value === part)?.label);
      const isLabelled = labels !== undefined && labels.length > 0 && labels.every((label) => label !== undefined);
      return {
        name: item.propertyName,
        label: definition?.label ?? item.propertyName,
        type: definition?.type ?? 'string',
        value: isCompany && companyName === null ? null : value, // a record number says nothing to a person
        valueLabel: isCompany ? companyName : isLabelled ? labels.join(', ') : null,
        fieldType: definition?.fieldType ?? 'text',
        rule: 'alwaysHubSpot',
        readOnlyReason: 'rule',
        options: definition?.options ?? [],
        state: 'same',
        hubSpotValue: null,
        problem: null,
        source: 'hubSpot',
        changedAt: null,
      };
    });
  };

  const contactDetail = async (id: ContactId): Promise<ContactDetail | null> => {
    const found = query.get(id);
    if (found === null) return null;
    const hub = account();
    return {
      ...found.row,
      properties: propertiesOf(found.properties, found.row.companyName),
      createdAt: found.createdAt,
      friends: query.friendsOf(id),
      lists: [],
      companyId: null,
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

  const readOptions = () => ({
    lifecycleStages: labelled('lifecyclestage', query.lifecycleStages()),
    leadStatuses: labelled('hs_lead_status', query.leadStatuses()),
  });

  const later = notBuilt<ServiceOf<'contacts'>>('contacts');
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
    saveField: later.saveField,
    provenance: later.provenance,
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
