import type { SyncItem } from '../../../shared/model/sync';
import { isReadingProperty } from '../../core/kana';
import type { PropertyRecord } from '../../storage/property-repository';
import type { SyncItemRecord } from '../../storage/sync-item-repository';
import { type ContactColumns, companyProperty, contactType, lifecycleProperty } from '../contact-properties';
import type { SyncStores } from '../sync-stores';
import type { ItemTerms } from './plan-contact';

/** What holds for a whole slice of contacts: read once, inside the slice's transaction. */
export interface SyncedTerms {
  /** Items whose values are compared and exchanged. */
  items: readonly (ItemTerms & { appliesFrom: number | null })[];
  names: ReadonlySet<string>;
  /** Properties whose values are held here, also those that are not synced at the moment. */
  held: ReadonlySet<string>;
  columns: ContactColumns;
  /** Properties that hold how a name is read. */
  readings: readonly string[];
  /** True while some item leaves out contacts that were not modified since. */
  hasAppliesFrom: boolean;
}

/** Why an item can only follow HubSpot; null = any rule may be chosen. */
export function lockOf(propertyName: string, definition: PropertyRecord | null): SyncItem['lockReason'] {
  if (propertyName === companyProperty) return 'company';
  if (definition?.isCalculated === true || definition?.fieldType.startsWith('calculation_') === true)
    return 'calculated';
  return definition?.isReadOnly === true ? 'readOnly' : null;
}

/** The stages in their order, for the one property that only moves forward (HubSpot facts, section 7). */
export function orderOf(propertyName: string, definition: PropertyRecord | null): readonly string[] | null {
  if (propertyName !== lifecycleProperty || definition === null) return null;
  return definition.options.map((option) => option.value);
}

/** An item as the planner takes it. */
export function termsOf(stores: SyncStores, item: SyncItemRecord): ItemTerms {
  if (item.rule === 'alwaysHubSpot') return { propertyName: item.propertyName, rule: item.rule, order: null };
  const definition = stores.properties.get(contactType, item.propertyName);
  const rule = lockOf(item.propertyName, definition) === null ? item.rule : 'alwaysHubSpot';
  return { propertyName: item.propertyName, rule, order: orderOf(item.propertyName, definition) };
}

/** The items as they are at this moment. */
export function readTerms(stores: SyncStores): SyncedTerms {
  const all = stores.items.list();
  const items = all
    .filter((item) => item.status === 'active' && !item.isPaused)
    .map((item) => ({ ...termsOf(stores, item), appliesFrom: item.appliesFrom }));
  return {
    items,
    names: new Set(items.map((item) => item.propertyName)),
    held: new Set(all.map((item) => item.propertyName)),
    columns: columnsOf(all),
    readings: all
      .map(({ propertyName }) => ({
        name: propertyName,
        label: stores.properties.get(contactType, propertyName)?.label ?? null,
      }))
      .filter(isReadingProperty)
      .map(({ name }) => name),
    hasAppliesFrom: items.some((item) => item.appliesFrom !== null),
  };
}

/** Which property fills which column of a contact. */
export function columnsOf(items: readonly SyncItemRecord[]): ContactColumns {
  return Object.fromEntries(
    items.filter((item) => !item.lumoItem.startsWith('custom:')).map((item) => [item.lumoItem, item.propertyName]),
  );
}
