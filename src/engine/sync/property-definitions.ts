import type { Problem } from '../../shared/errors/error-code';
import type { PropertyChoice } from '../../shared/model/sync';
import type { CallContext, PropertyDefinition } from '../hubspot';
import type { PropertyRecord } from '../storage/property-repository';
import { inTransaction } from '../storage/storage';
import type { SyncItemRecord } from '../storage/sync-item-repository';
import { contactType, recommendedProperties, technicalNames } from './contact-properties';
import { ensureLineProperties, isLineProperty, type PropertyMismatch } from './line-properties';
import { fitsItem, formOf, lumoTypeOf } from './mapping/lumo-types';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/**
 * Reads all definitions of contact properties, makes or mends the product's own ones for the given Official Accounts,
 * and notes which items HubSpot does not have any more or holds with another type: their values are kept, their sync
 * stops. Returns own properties that cannot be used.
 */
export async function refreshDefinitions(
  deps: SyncDeps,
  stores: SyncStores,
  context: CallContext,
): Promise<PropertyMismatch[]> {
  let definitions = await deps.hubSpot.properties.list(context);
  const mismatches: PropertyMismatch[] = [];
  const tags = stores.tags.list();
  let isStale = false;
  for (const account of deps.officialAccounts()) {
    const made = await ensureLineProperties(deps.hubSpot, account, definitions, tags, context);
    mismatches.push(...made.mismatches);
    isStale ||= made.isChanged;
  }
  if (isStale) definitions = await deps.hubSpot.properties.list(context);
  inTransaction(deps.storage, () => {
    stores.properties.replace(contactType, definitions.map(toRecord), deps.clock.now());
    noteItemStates(stores);
  });
  return mismatches;
}

/** Compares what was chosen with what HubSpot has now. Inside the caller's transaction. */
function noteItemStates(stores: SyncStores): void {
  for (const item of stores.items.list()) {
    if (item.status === 'detached') continue;
    const definition = stores.properties.get(contactType, item.propertyName);
    const status = stateOf(item, definition);
    if (definition !== null && status === 'active' && item.propertyType !== formOf(definition)) {
      stores.items.noteType(item.propertyName, formOf(definition));
    }
    if (status === item.status) continue;
    stores.items.noteStatus(item.propertyName, status, null);
    if (status === 'active') stores.problems.closeFields('property', item.propertyName, [item.propertyName]);
  }
}

function stateOf(item: SyncItemRecord, definition: PropertyRecord | null): 'active' | 'missing' | 'typeChanged' {
  if (definition === null) return 'missing';
  const [type = '', fieldType = ''] = (item.propertyType ?? formOf(definition)).split('/');
  const before = lumoTypeOf({ name: item.propertyName, type, fieldType });
  return fitsItem(item.lumoItem, definition) && before === lumoTypeOf(definition) ? 'active' : 'typeChanged';
}

/** Why an item's sync stopped; null = it did not. */
export function itemProblem(stores: SyncStores, item: SyncItemRecord): Problem | null {
  const property = item.propertyName;
  if (item.status === 'missing') return { code: 'HUBSPOT_PROPERTY_MISSING', params: { property } };
  if (item.status !== 'typeChanged') return null;
  const definition = stores.properties.get(contactType, property);
  const found = definition === null ? '' : formOf(definition);
  return { code: 'SYNC_ITEM_TYPE_MISMATCH', params: { property, expected: item.propertyType ?? '', found } };
}

/** Says in the run, once, which items HubSpot does not have any more or holds with another type. Inside the caller's transaction. */
export function announceStopped(stores: SyncStores, tracker: SyncRunTracker): void {
  for (const item of stores.items.list()) {
    const problem = itemProblem(stores, item);
    if (problem === null || item.problem !== null) continue;
    const { propertyName: property } = item;
    stores.items.noteStatus(property, item.status, problem);
    tracker.fail({
      recordKind: 'property',
      recordId: property,
      recordName: property,
      problem,
      property,
      valueSent: null,
      valueHeld: null,
      correlationId: null,
      attempts: 1,
    });
  }
}

/** The picker's rows: recommended ones first, then by label. A group without a known label goes by its name. */
export function propertyChoices(
  stores: SyncStores,
  groupLabels: Readonly<Record<string, string>> = {},
): PropertyChoice[] {
  const chosen = new Set(
    stores.items
      .list()
      .filter((item) => item.status !== 'detached')
      .map((item) => item.propertyName),
  );
  const rank = (name: string) => {
    const place = recommendedProperties.indexOf(name);
    return place < 0 ? recommendedProperties.length : place;
  };
  return stores.properties
    .list(contactType)
    .filter((property) => !technicalNames.has(property.name))
    .map((property) => ({
      name: property.name,
      label: property.label,
      type: property.type,
      fieldType: property.fieldType,
      groupLabel: groupLabels[property.groupName] ?? property.groupName,
      isHubSpotDefined: property.isHubSpotDefined,
      isChosen: chosen.has(property.name),
      isReadOnly: property.isReadOnly || property.isCalculated,
      isRecommended: recommendedProperties.includes(property.name),
      unusableReason: unusableReason(property),
    }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.label.localeCompare(b.label) || a.name.localeCompare(b.name));
}

/** Why a property cannot be chosen; null = it can. */
export function unusableReason(property: PropertyRecord): PropertyChoice['unusableReason'] {
  if (isLineProperty(property.name)) return 'own';
  if (property.isSensitive) return 'sensitive';
  if (property.isHidden) return 'hidden';
  return lumoTypeOf(property) === null ? 'type' : null;
}

function toRecord(definition: PropertyDefinition): PropertyRecord {
  const options = [...definition.options].sort((a, b) => (a.displayOrder ?? 0) - (b.displayOrder ?? 0));
  return {
    name: definition.name,
    label: definition.label,
    type: definition.type,
    fieldType: definition.fieldType,
    groupName: definition.groupName,
    options: options.map(({ value, label, hidden }) => ({ value, label, isHidden: hidden ?? false })),
    isReadOnly: definition.modificationMetadata?.readOnlyValue ?? false,
    isHidden: definition.hidden,
    isHubSpotDefined: definition.hubspotDefined,
    isSensitive: definition.dataSensitivity !== undefined && definition.dataSensitivity !== 'non_sensitive',
    isCalculated: definition.calculated || definition.fieldType.startsWith('calculation_'),
    hasUniqueValue: definition.hasUniqueValue,
    description: definition.description ?? '',
  };
}
