import { LumoError } from '../../../shared/errors/lumo-error';
import { type LumoType, standardLumoItemSchema } from '../../../shared/model/sync';
import type { ServiceOf } from '../../engine-types';
import { contactType } from '../contact-properties';
import { repairGroupLabel } from '../line-properties';
import { propertyChoices, refreshDefinitions } from '../property-definitions';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { checkMapping } from './check-mapping';
import { addItem, changeItem, removeItems, requireItem, saveItems } from './item-changes';
import { contactItem, listItems, readNumbers } from './item-list';
import { itemType, standardItemTypes } from './lumo-types';
import { previewItem } from './preview';
import { finishRederiving } from './rederive';

const definitionsFreshMs = 10 * 60_000;
const call = { lane: 'interactive' } as const;

/** What the mapping needs of the sync around it. */
export interface MappingHooks {
  /** How many contacts have a value, by property; a count under way is waited for a moment. */
  filledCounts(): Promise<ReadonlyMap<string, number>>;
  countAgain(): void;
  /** Every contact is read again, now or as soon as the run under way is over. */
  readAgain(): void;
}

/** Which HubSpot property goes where, and by which rule (B2 to B5). */
export interface Mapping extends ServiceOf<'mapping'> {
  /** Sets which properties are synced, as the first setup asks it. True = one was added. */
  save(names: readonly string[]): Promise<boolean>;
}

/** The mapping over the sync's own tables and HubSpot's definitions. */
export function createMapping(deps: SyncDeps, stores: SyncStores, hooks: MappingHooks): Mapping {
  const changed = (): void =>
    deps.events.emit({ type: 'stale', topics: ['syncItems', 'contacts', 'fields', 'setup', 'problems', 'dashboard'] });
  const shown = async (propertyName: string) =>
    contactItem(stores, requireItem(stores, propertyName), readNumbers(stores, await hooks.filledCounts()));
  const definitionsRead = async (): Promise<void> => {
    const readAt = stores.properties.fetchedAt(contactType);
    if (readAt !== null && deps.clock.now() - readAt <= definitionsFreshMs) return;
    try {
      await refreshDefinitions(deps, stores, call);
    } catch (error) {
      if (readAt === null) throw error;
    }
  };

  return {
    async save(names) {
      const isAdded = saveItems(deps, stores, names);
      await finishRederiving(deps, stores);
      hooks.countAgain();
      changed();
      return isAdded;
    },
    async items() {
      return listItems(deps, stores, await hooks.filledCounts());
    },
    async choices() {
      await definitionsRead();
      const labels = await deps.hubSpot.properties.groupLabels(call).catch(() => ({}));
      await repairGroupLabel(deps.hubSpot, labels, call).catch(() => undefined);
      return propertyChoices(stores, labels);
    },
    async lumoItems() {
      const held = new Map(
        stores.items.list().flatMap((item) => (item.status === 'detached' ? [] : [[item.lumoItem, item.propertyName]])),
      );
      const standard = standardLumoItemSchema.options.map((item) => ({
        item,
        type: standardItemTypes[item],
        propertyName: held.get(item) ?? null,
      }));
      const custom = [...held].flatMap(([item, propertyName]) => {
        if (!item.startsWith('custom:')) return [];
        const definition = stores.properties.get(contactType, propertyName);
        const type: LumoType = (definition === null ? null : itemType(item, definition)) ?? 'text';
        return { item, type, propertyName };
      });
      return [...standard, ...custom];
    },
    async valueCount({ propertyName }) {
      const inHubSpot = await deps.hubSpot.account.contactCount(call, propertyName).catch((error: unknown) => {
        if (error instanceof LumoError) return null;
        throw error;
      });
      return { inHubSpot, contacts: stores.contacts.count() };
    },
    async check(wish) {
      await definitionsRead();
      return checkMapping(stores, wish);
    },
    async add(wish) {
      await definitionsRead();
      addItem(deps, stores, wish);
      await finishRederiving(deps, stores);
      if (wish.appliesToExisting && stores.runs.last(null) !== null) hooks.readAgain();
      changed();
      return shown(wish.propertyName);
    },
    async change(change) {
      const { isMoved, isResumed } = await changeItem(deps, stores, change);
      if (isMoved) await finishRederiving(deps, stores);
      // What changed in HubSpot during the pause is in no search of changes any more.
      if (isResumed) hooks.readAgain();
      changed();
      return shown(change.propertyName);
    },
    async remove({ propertyName, values }) {
      removeItems(deps, stores, [propertyName], values);
      await finishRederiving(deps, stores);
      hooks.countAgain();
      changed();
    },
    async applyToExisting({ propertyName }) {
      requireItem(stores, propertyName);
      stores.items.setAppliesFrom(propertyName, null);
      hooks.readAgain();
      changed();
    },
    async preview({ propertyName }) {
      await definitionsRead();
      return previewItem(deps, stores, propertyName, call);
    },
  };
}
