import type { PropertyChoice, SyncItem } from '../../shared/model/sync';
import type { CallContext, PropertyDefinition } from '../hubspot';
import type { PropertyRecord } from '../storage/property-repository';
import { recommendedProperties, technicalNames } from './contact-properties';
import { ensureLineProperties, isLineProperty, type PropertyMismatch } from './line-properties';
import type { SyncDeps } from './sync-deps';
import type { SyncStores } from './sync-stores';

/** Object type under which contact properties are kept. */
export const contactType = 'contacts';

/**
 * Reads all definitions of contact properties, makes or mends the product's own ones for the given Official Accounts,
 * and notes which added properties HubSpot does not have any more. Returns own properties that cannot be used.
 */
export async function refreshDefinitions(
  deps: SyncDeps,
  stores: SyncStores,
  context: CallContext,
): Promise<PropertyMismatch[]> {
  let definitions = await deps.hubSpot.properties.list(context);
  const mismatches: PropertyMismatch[] = [];
  const held = new Set(definitions.map((definition) => definition.name));
  for (const account of deps.officialAccounts()) {
    mismatches.push(...(await ensureLineProperties(deps.hubSpot, account, definitions, context)));
  }
  const isMade = deps.officialAccounts().some((account) => !held.has(`lumo_line_${account.sequenceNumber}_user_id`));
  if (isMade) definitions = await deps.hubSpot.properties.list(context);
  stores.properties.replace(contactType, definitions.map(toRecord), deps.clock.now());
  const names = new Set(definitions.map((definition) => definition.name));
  for (const item of stores.items.list()) {
    const status = names.has(item.propertyName) ? 'active' : 'missing';
    if (status !== item.status) stores.items.noteStatus(item.propertyName, status);
  }
  return mismatches;
}

/** The picker's rows: recommended ones first, then by label. A group without a known label goes by its name. */
export function propertyChoices(
  stores: SyncStores,
  groupLabels: Readonly<Record<string, string>> = {},
): PropertyChoice[] {
  const chosen = new Set(stores.items.list().map((item) => item.propertyName));
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
      isReadOnly: property.isReadOnly,
      isRecommended: recommendedProperties.includes(property.name),
      unusableReason: unusableReason(property),
    }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.label.localeCompare(b.label) || a.name.localeCompare(b.name));
}

/** The added properties and the product's own ones, with how many contacts have a value. */
export function listSyncItems(
  stores: SyncStores,
  counts: ReadonlyMap<string, number>,
  links: LineItemState,
): SyncItem[] {
  const definitions = new Map(stores.properties.list(contactType).map((property) => [property.name, property]));
  const incoming = stores.items.list().map((item): SyncItem => {
    const definition = definitions.get(item.propertyName);
    return {
      propertyName: item.propertyName,
      label: definition?.label ?? item.propertyName,
      type: definition?.type ?? 'string',
      fieldType: definition?.fieldType ?? 'text',
      officialAccountId: null,
      lumoItem: `custom:${item.propertyName}`,
      direction: 'fromHubSpot',
      rule: 'alwaysHubSpot',
      allowedRules: ['alwaysHubSpot'],
      lockReason: null,
      problem: null,
      changedAt: null,
      pendingCount: 0,
      errorCount: 0,
      status: item.status,
      addedAt: item.addedAt,
      lastSyncedAt: item.lastSyncedAt,
      filledCount: counts.get(item.propertyName) ?? 0,
    };
  });
  const outgoing = [...definitions.values()]
    .filter((property) => links.filled.has(property.name))
    .map(
      (property): SyncItem => ({
        propertyName: property.name,
        label: property.label,
        type: property.type,
        fieldType: property.fieldType,
        officialAccountId: null,
        lumoItem: property.name,
        direction: 'toHubSpot',
        rule: null,
        allowedRules: [],
        lockReason: 'line',
        problem: null,
        changedAt: null,
        pendingCount: 0,
        errorCount: 0,
        status: 'active',
        addedAt: links.since,
        lastSyncedAt: links.lastWrittenAt,
        filledCount: links.filled.get(property.name) ?? 0,
      }),
    );
  return [...incoming, ...outgoing];
}

/** What is known of the properties that are written to HubSpot. */
export interface LineItemState {
  filled: ReadonlyMap<string, number>;
  since: number;
  lastWrittenAt: number | null;
}

function unusableReason(property: PropertyRecord): PropertyChoice['unusableReason'] {
  if (isLineProperty(property.name)) return 'own';
  if (property.isSensitive) return 'sensitive';
  return property.isHidden ? 'hidden' : null;
}

function toRecord(definition: PropertyDefinition): PropertyRecord {
  return {
    name: definition.name,
    label: definition.label,
    type: definition.type,
    fieldType: definition.fieldType,
    groupName: definition.groupName,
    options: definition.options,
    isReadOnly: definition.modificationMetadata?.readOnlyValue ?? false,
    isHidden: definition.hidden,
    isHubSpotDefined: definition.hubspotDefined,
    isSensitive: definition.dataSensitivity !== undefined && definition.dataSensitivity !== 'non_sensitive',
  };
}
