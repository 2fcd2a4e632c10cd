import type { CallContext, CrmRecord } from '../../hubspot';
import { breathe } from '../breathe';
import { contactType } from '../contact-properties';
import { valuesOf } from '../fields/apply-contact';
import { readConflictTimes, timesOf } from '../fields/conflict-times';
import { isUsableType, linePropertiesOf } from '../line-properties';
import { normaliseContact } from '../normalise-contact';
import { type PlannedField, planContact } from '../rules/plan-contact';
import { readTerms } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { planLineProperties } from '../write-back';
import type { PlanBook } from './plan-book';

/** So many contacts are planned before everything else of the process runs. */
const atOnce = 20;

/** Plans one page of HubSpot's contacts. */
export async function planRecords(
  deps: SyncDeps,
  stores: SyncStores,
  book: PlanBook,
  { records, total }: { records: readonly CrmRecord[]; total: number | null },
  call: CallContext,
): Promise<void> {
  const terms = readTerms(stores);
  const times = await readConflictTimes(deps, stores, records, terms.items, call);
  const ids = records.map((record) => record.id);
  const excluded = stores.exclusions.among('contact', ids);
  for (const [index, record] of records.entries()) {
    if (index % atOnce === atOnce - 1) await breathe();
    const modifiedAt = Date.parse(record.properties.lastmodifieddate ?? '') || 0;
    const stored = stores.contacts.get(record.id);
    if (stored !== undefined) book.see(stored.id);
    if (excluded.has(record.id)) continue;
    if (stored === undefined) {
      planNew(stores, book, record, modifiedAt);
      continue;
    }
    const values = valuesOf(stored);
    const items = terms.items.filter(
      (item) => item.appliesFrom === null || modifiedAt >= item.appliesFrom || item.propertyName in values,
    );
    const fields = new Map(stores.fields.of(record.id).map((field) => [field.propertyName, field]));
    const sides = { contactId: record.id, stored: values, fields, hubSpot: record.properties, modifiedAt };
    const planned = planContact(items, { ...sides, times: timesOf(times, record.id) });
    const changes = planned.map((field) => addField(stores, book, record.id, field)).filter(Boolean);
    if (changes.length === 0) book.counts.unchanged++;
  }
  book.done += records.length;
  book.total = total === null ? null : Math.max(total, book.done);
  book.save();
}

function planNew(stores: SyncStores, book: PlanBook, record: CrmRecord, modifiedAt: number): void {
  const terms = readTerms(stores);
  const values = Object.fromEntries([...terms.names].map((name) => [name, record.properties[name] ?? null]));
  const contact = { hubSpotId: record.id, values, createdAt: null, modifiedAt };
  const nameOf = (id: string) => stores.companies.nameOf(id) ?? null;
  const { displayName } = normaliseContact(contact, nameOf, { columns: terms.columns, hashed: null });
  book.counts.newContacts++;
  book.add({ ...wholeContact(record.id, displayName), kind: 'newContact', after: displayName });
}

const wholeContact = (contactId: string, contactName: string) => ({
  contactId,
  contactName,
  propertyName: '',
  side: 'lumo' as const,
  before: null,
  after: null,
  rule: null,
  outcome: 'tookHubSpot' as const,
  isConflict: false,
  otherChangedAt: null,
});

/** Notes a planned field; false = nothing would change. */
function addField(stores: SyncStores, book: PlanBook, contactId: string, planned: PlannedField): boolean {
  const { plan, lumo, hubSpot, propertyName, rule } = planned;
  if (plan === null) return false;
  if (plan.isConflict) book.counts.conflicts++;
  const isLumo = lumo.before !== lumo.after;
  if (!isLumo && hubSpot.before === hubSpot.after) return false;
  if (isLumo) book.counts.lumoFields++;
  else book.counts.hubSpotFields++;
  book.add({
    kind: 'field',
    contactId,
    contactName: stores.contacts.nameOf(contactId) ?? contactId,
    propertyName,
    side: isLumo ? 'lumo' : 'hubSpot',
    ...(isLumo ? lumo : hubSpot),
    rule,
    outcome: plan.outcome,
    isConflict: plan.isConflict,
    otherChangedAt: plan.otherChangedAt,
  });
  return true;
}

/** Open writes of contacts that were not read: a run sends them, too. */
export async function planOpenWrites(stores: SyncStores, book: PlanBook, signal: AbortSignal): Promise<void> {
  let ids = stores.fields.openContactsAfter('', 100);
  while (ids.length > 0) {
    signal.throwIfAborted();
    const { items } = readTerms(stores);
    const excluded = stores.exclusions.among('contact', ids);
    for (const contactId of ids) {
      const stored = stores.contacts.get(contactId);
      if (stored === undefined || excluded.has(contactId) || book.hasSeenKey(stored.id)) continue;
      const fields = new Map(stores.fields.of(contactId).map((field) => [field.propertyName, field]));
      const hubSpot = Object.fromEntries([...fields].map(([name, field]) => [name, field.hubSpotValue]));
      const open = items.filter((item) => fields.has(item.propertyName));
      const sides = { contactId, stored: valuesOf(stored), fields, hubSpot, modifiedAt: stored.modifiedAt };
      for (const field of planContact(open, { ...sides, times: new Map() })) addField(stores, book, contactId, field);
    }
    book.save();
    await breathe();
    ids = stores.fields.openContactsAfter(ids.at(-1) ?? '', 100);
  }
}

/** Contacts that are here and were not met: a full run takes them away. */
export async function planGone(stores: SyncStores, book: PlanBook, signal: AbortSignal): Promise<void> {
  let rows = stores.contacts.after(0, 200);
  while (rows.length > 0) {
    signal.throwIfAborted();
    for (const row of rows) {
      if (book.hasSeenKey(row.id)) continue;
      const name = stores.contacts.nameOf(row.hubSpotId) ?? row.hubSpotId;
      book.counts.goneContacts++;
      book.add({ ...wholeContact(row.hubSpotId, name), kind: 'goneContact', before: name });
    }
    await breathe();
    rows = stores.contacts.after(rows.at(-1)?.id ?? 0, 200);
  }
  book.save();
}

/** LINE properties that a run would write. */
export async function planLine(deps: SyncDeps, stores: SyncStores, book: PlanBook, signal: AbortSignal): Promise<void> {
  const { lineProperties } = stores;
  const types = new Map(stores.properties.list(contactType).map((property) => [property.name, property.type]));
  const wanted = new Map(
    deps
      .officialAccounts()
      .flatMap((account) => linePropertiesOf(account).map((property) => [property.name, property])),
  );
  const isUsable = (name: string): boolean => {
    const property = wanted.get(name);
    // One that is not there yet is made by the run.
    return property !== undefined && isUsableType(property, types.get(name) ?? property.type);
  };
  const isText = (name: string): boolean => types.get(name) === 'string';
  let ids = lineProperties.contactsAfter('', 100);
  while (ids.length > 0) {
    signal.throwIfAborted();
    for (const contactId of ids) {
      const links = lineProperties.linksOf(contactId);
      for (const change of planLineProperties(links, { isUsable, isText }, null).changes) {
        if (change.isFirst && change.after === null) continue;
        book.counts.lineProperties++;
        book.add({
          ...wholeContact(contactId, links[0]?.contactName ?? contactId),
          kind: 'lineProperty',
          propertyName: change.name,
          side: 'hubSpot',
          before: change.before,
          after: change.after,
          outcome: 'keptLumo',
        });
      }
    }
    book.save();
    await breathe();
    ids = lineProperties.contactsAfter(ids.at(-1) ?? '', 100);
  }
}
