import type { AccountDefinition } from './accounts';
import type { HubSpotContext } from './context';
import { type ObjectType, propertyValue, type StoredRecord } from './object-types';

/** What a read asks to see of a record. */
export type RecordView = {
  /** Null shows the default properties. */
  readonly properties: readonly string[] | null;
  readonly propertiesWithHistory: readonly string[];
  /** Types as the caller spelled them, with the type they mean (null: a type without records here). */
  readonly associations: readonly { readonly key: string; readonly type: ObjectType | null }[];
};

/** The plain view: default properties, nothing else. */
export const defaultView: RecordView = { properties: null, propertiesWithHistory: [], associations: [] };

const associationPage = 100;

/**
 * Prepares a list of property names for reading: unknown ones are dropped without an error, as upstream does, and the
 * three system properties are always there. With a list, the other default properties are NOT added: a reader must ask
 * for what it needs.
 */
export function readableProperties(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  names: readonly string[],
): readonly string[] | null {
  if (names.length === 0) return null;
  const definitions = context.properties.live(account.hubId, type.name);
  const known = names.map((name) => name.trim()).filter((name) => definitions.has(name));
  return [...new Set([...known, 'createdate', 'hs_object_id', type.modifiedProperty])];
}

/** One record in the shape of facts section 5.2. */
export function viewRecord(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  record: StoredRecord,
  view: RecordView,
): Record<string, unknown> {
  const properties: Record<string, string | null> = {};
  for (const name of view.properties ?? type.defaultProperties) properties[name] = propertyValue(type, record, name);
  const shown: Record<string, unknown> = { id: String(record.id), properties };
  if (view.propertiesWithHistory.length > 0) {
    shown.propertiesWithHistory = Object.fromEntries(
      view.propertiesWithHistory.map((name) => [name, context.history.read(type, record, name)]),
    );
  }
  shown.createdAt = new Date(record.createdAt).toISOString();
  shown.updatedAt = new Date(record.modifiedAt).toISOString();
  shown.archived = record.isArchived;
  if (record.archivedAt !== null) shown.archivedAt = new Date(record.archivedAt).toISOString();
  shown.url = `https://app.hubspot.com/contacts/${account.hubId}/record/${type.typeId}/${record.id}`;
  const associations = viewAssociations(context, type, record, view);
  if (associations !== null) shown.associations = associations;
  return shown;
}

function viewAssociations(
  context: HubSpotContext,
  type: ObjectType,
  record: StoredRecord,
  view: RecordView,
): Record<string, unknown> | null {
  const shown: Record<string, unknown> = {};
  for (const { key, type: other } of view.associations) {
    if (other === null || other === type) continue;
    const linked = context.links.read(type, other, record.id, 0, associationPage + 1);
    if (linked.length === 0) continue;
    const name = `${type.singular}_to_${other.singular}`;
    const page = linked.slice(0, associationPage);
    // A primary link appears twice: once labelled, once plain (facts section 5.2).
    const results = page.flatMap(({ id, kinds }) =>
      kinds.map((kind) => ({ id: String(id), type: kind.label === null ? `${name}_unlabeled` : name })),
    );
    const last = page.at(-1);
    const paging = linked.length > associationPage && last !== undefined ? { next: { after: String(last.id) } } : null;
    shown[key] = paging === null ? { results } : { results, paging };
  }
  return Object.keys(shown).length === 0 ? null : shown;
}
