import { LumoError } from '../../../shared/errors/lumo-error';
import type { ContactProperty, FieldProvenance } from '../../../shared/model/contact';
import { syncRunIdSchema } from '../../../shared/model/ids';
import type { FieldChange } from '../../../shared/model/sync';
import type { ContactField } from '../../storage/contact-field-repository';
import type { PropertyRecord } from '../../storage/property-repository';
import type { SyncItemRecord } from '../../storage/sync-item-repository';
import { companyProperty, contactType } from '../contact-properties';
import type { SyncStores } from '../sync-stores';
import { valuesOf } from './apply-contact';
import { readOnlyReason } from './edit-field';

/** How many changes the story of one field shows. */
const mostChanges = 200;

/** Every synced field of a contact as it is shown, in the order in which they were added. Empty when it is not here. */
export function contactProperties(stores: SyncStores, contactId: string): ContactProperty[] {
  const stored = stores.contacts.get(contactId);
  if (stored === undefined) return [];
  const values = valuesOf(stored);
  const fields = new Map(stores.fields.of(contactId).map((field) => [field.propertyName, field]));
  const changes = new Map(stores.changes.newestOf(contactId).map((change) => [change.propertyName, change]));
  return stores.items.list().map((item) => {
    const name = item.propertyName;
    const field = fields.get(name) ?? null;
    return showField(stores, item, values[name] ?? null, field, changes.get(name) ?? null);
  });
}

/** One of them. @throws LumoError NOT_FOUND */
export function contactProperty(stores: SyncStores, contactId: string, propertyName: string): ContactProperty {
  const found = contactProperties(stores, contactId).find((property) => property.name === propertyName);
  if (found === undefined) throw new LumoError('NOT_FOUND', { what: 'field' });
  return found;
}

function showField(
  stores: SyncStores,
  item: SyncItemRecord,
  value: string | null,
  field: ContactField | null,
  last: FieldChange | null,
): ContactProperty {
  const definition = stores.properties.get(contactType, item.propertyName);
  const isCompany = item.propertyName === companyProperty;
  const companyName = isCompany && value !== null ? (stores.companies.nameOf(value) ?? null) : null;
  return {
    name: item.propertyName,
    label: definition?.label ?? item.propertyName,
    type: definition?.type ?? 'string',
    // A record number says nothing to a person.
    value: isCompany && companyName === null ? null : value,
    valueLabel: isCompany ? companyName : labelOf(value, definition),
    fieldType: definition?.fieldType ?? 'text',
    rule: item.rule,
    readOnlyReason: readOnlyReason(item, definition),
    options: (definition?.options ?? [])
      .filter((option) => !option.isHidden || option.value === value)
      .map((option) => ({ value: option.value, label: option.label })),
    state: field?.state ?? 'same',
    hubSpotValue: field === null || field.hubSpotValue === value ? null : field.hubSpotValue,
    problem: field?.problem ?? null,
    source: last !== null && isFromLumo(last) ? 'lumo' : 'hubSpot',
    changedAt: last?.at ?? null,
  };
}

/** The label of an option, or of each of several; null where some has none. */
function labelOf(value: string | null, definition: PropertyRecord | null): string | null {
  const labels = value?.split(';').map((part) => definition?.options.find((option) => option.value === part)?.label);
  const isLabelled = labels !== undefined && labels.length > 0 && labels.every((label) => label !== undefined);
  return isLabelled ? labels.join(', ') : null;
}

/** Whose value it is after the change: what was written to HubSpot came from here. */
function isFromLumo({ outcome }: FieldChange): boolean {
  return outcome !== 'tookHubSpot' && outcome !== 'filledLumo' && outcome !== 'leftDifferent';
}

/** Why a value is what it is (B17). @throws LumoError NOT_FOUND */
export function fieldProvenance(stores: SyncStores, contactId: string, propertyName: string): FieldProvenance {
  const property = contactProperty(stores, contactId, propertyName);
  const item = stores.items.get(propertyName);
  // A value that did not change came with the contact, or with the item where that was added later. Ids of runs sort by time.
  const runs = [stores.contacts.firstRunOf(contactId), item?.firstRunId ?? null].filter((id) => id !== null);
  const firstRunId = runs.sort().at(-1) ?? null;
  const first = firstRunId === null ? null : stores.runs.get(syncRunIdSchema.parse(firstRunId));
  return {
    propertyName,
    label: property.label,
    value: property.value,
    hubSpotValue: property.hubSpotValue,
    rule: property.rule,
    firstRunId: first?.id ?? null,
    firstAt: first?.startedAt ?? null,
    changes: stores.changes.ofField(contactId, propertyName, mostChanges),
  };
}
