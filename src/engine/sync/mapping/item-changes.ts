import { LumoError } from '../../../shared/errors/lumo-error';
import type { SyncRule } from '../../../shared/model/sync';
import { inTransaction } from '../../storage/storage';
import type { SyncItemRecord } from '../../storage/sync-item-repository';
import { breathe } from '../breathe';
import { contactType } from '../contact-properties';
import { applyFields, valuesOf, writeContact } from '../fields/apply-contact';
import { propertyChoices } from '../property-definitions';
import { readTerms } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { checkMapping } from './check-mapping';
import { defaultLumoItem, formOf } from './lumo-types';
import { noteRederive } from './rederive';

/** A change that a person asks for. */
export interface ItemChange {
  propertyName: string;
  rule?: SyncRule | undefined;
  lumoItem?: string | undefined;
  isPaused?: boolean | undefined;
}

/** The item, or the reason why there is none. @throws LumoError SYNC_ITEM_MISSING */
export function requireItem(stores: SyncStores, propertyName: string): SyncItemRecord {
  const item = stores.items.get(propertyName);
  if (item === null) throw new LumoError('SYNC_ITEM_MISSING', { property: propertyName });
  return item;
}

/** Adds an item, or takes up a detached one again. @throws LumoError with the problem of `mapping.check` */
export function addItem(
  deps: SyncDeps,
  stores: SyncStores,
  wish: { propertyName: string; lumoItem: string; rule: SyncRule; appliesToExisting: boolean },
): void {
  inTransaction(deps.storage, () => {
    const held = stores.items.get(wish.propertyName);
    if (held !== null && held.status !== 'detached') {
      throw new LumoError('SYNC_ITEM_TAKEN', { item: held.lumoItem, property: wish.propertyName });
    }
    const { problem } = checkMapping(stores, wish);
    if (problem !== null) throw new LumoError(problem.code, problem.params);
    insertItem(stores, wish, deps.clock.now());
  });
}

function insertItem(
  stores: SyncStores,
  { propertyName, lumoItem, rule, appliesToExisting }: Parameters<typeof addItem>[2],
  at: number,
): void {
  const definition = stores.properties.get(contactType, propertyName);
  // Only values that are here already can change a column; a property that comes new has none.
  const hasValues = stores.items.get(propertyName) !== null;
  const isFreed = makeFree(stores, lumoItem, propertyName, at);
  stores.items.add(
    {
      propertyName,
      lumoItem,
      rule,
      propertyType: definition === null ? null : formOf(definition),
      appliesFrom: appliesToExisting ? null : at,
    },
    at,
  );
  if (hasValues || isFreed) noteRederiveIfHeld(stores);
}

/** Contacts that are here already have columns to be filled from another property. */
function noteRederiveIfHeld(stores: SyncStores): void {
  if (stores.contacts.lastKey() > 0) noteRederive(stores, []);
}

/** A removed item whose values were kept gives the place to another property; its values stay under its own name. True = one did. */
function makeFree(stores: SyncStores, lumoItem: string, propertyName: string, at: number): boolean {
  const holder = stores.items.list().find((item) => item.lumoItem === lumoItem && item.propertyName !== propertyName);
  if (holder?.status !== 'detached') return false;
  stores.items.change(holder.propertyName, { ...holder, lumoItem: `custom:${holder.propertyName}` }, at);
  return true;
}

/**
 * Changes rule, item or pause. Fields that deviate are planned again by a new rule, from the values that are held.
 * Returns what has to follow: contacts derived again, all values read again.
 * @throws LumoError SYNC_ITEM_MISSING, SYNC_RULE_NOT_ALLOWED, SYNC_ITEM_TAKEN, SYNC_ITEM_TYPE_MISMATCH, INPUT_INVALID
 */
export async function changeItem(
  deps: SyncDeps,
  stores: SyncStores,
  change: ItemChange,
): Promise<{ isMoved: boolean; isResumed: boolean }> {
  const { propertyName } = change;
  const outcome = inTransaction(deps.storage, () => {
    const held = requireItem(stores, propertyName);
    if (held.status === 'detached') throw new LumoError('SYNC_ITEM_MISSING', { property: propertyName });
    const next = {
      lumoItem: change.lumoItem ?? held.lumoItem,
      rule: change.rule ?? held.rule,
      isPaused: change.isPaused ?? held.isPaused,
    };
    const isMoved = next.lumoItem !== held.lumoItem;
    const isNewRule = next.rule !== held.rule;
    if (isMoved || isNewRule) {
      const { problem } = checkMapping(stores, { propertyName, lumoItem: next.lumoItem, rule: next.rule });
      if (problem !== null) throw new LumoError(problem.code, problem.params);
    }
    const at = deps.clock.now();
    makeFree(stores, next.lumoItem, propertyName, at);
    stores.items.change(propertyName, next, at);
    if (isMoved) noteRederive(stores, []);
    return { isMoved, isNewRule, isResumed: held.isPaused && !next.isPaused };
  });
  if (outcome.isNewRule) await planDeviating(deps, stores, propertyName);
  return outcome;
}

/** Plans what deviates of one property by its present rule, from the values that are held. */
async function planDeviating(deps: SyncDeps, stores: SyncStores, propertyName: string): Promise<void> {
  let afterId = '';
  for (;;) {
    const fields = stores.fields.ofPropertyAfter(propertyName, afterId, 50);
    if (fields.length === 0) return;
    inTransaction(deps.storage, () => {
      const terms = readTerms(stores);
      const items = terms.items.filter((item) => item.propertyName === propertyName);
      const nameOf = (id: string) => stores.companies.nameOf(id) ?? null;
      const applying = { terms, nameOf, runId: null, at: deps.clock.now() };
      for (const { contactId } of fields) {
        const stored = stores.contacts.get(contactId);
        const field = stores.fields.get(contactId, propertyName);
        if (stored === undefined || field === null || items.length === 0) continue;
        const incoming = {
          hubSpot: { [propertyName]: field.hubSpotValue },
          modifiedAt: stored.modifiedAt,
          times: new Map<string, number>(),
          items,
        };
        const applied = applyFields(stores, contactId, valuesOf(stored), [field], incoming, applying);
        if (applied.isChanged) writeContact(stores, stored, applied.properties, applying);
      }
    });
    afterId = fields.at(-1)?.contactId ?? '';
    await breathe();
  }
}

/** Ends the sync of items. `keep` leaves their values as they are; with `delete` they go with the next derivation. */
export function removeItems(
  deps: SyncDeps,
  stores: SyncStores,
  names: readonly string[],
  values: 'delete' | 'keep',
): void {
  inTransaction(deps.storage, () => {
    for (const name of names) {
      requireItem(stores, name);
      if (values === 'keep') stores.items.noteStatus(name, 'detached', null);
      else stores.items.remove(name);
      stores.fields.dropProperty(name);
      stores.problems.closeProperty(name);
    }
    if (values === 'delete') noteRederive(stores, names);
  });
}

/**
 * Sets which properties are synced, as the first setup asks it: new ones follow HubSpot, values of removed ones go.
 * Returns true when one was added.
 * @throws LumoError INPUT_INVALID for a name that cannot be chosen
 */
export function saveItems(deps: SyncDeps, stores: SyncStores, names: readonly string[]): boolean {
  const usable = new Map(propertyChoices(stores).map((choice) => [choice.name, choice.unusableReason === null]));
  const held = stores.items.list();
  const wanted = new Set(names);
  const active = new Set(held.filter((item) => item.status !== 'detached').map((item) => item.propertyName));
  const added = [...wanted].filter((name) => !active.has(name));
  const removed = [...active].filter((name) => !wanted.has(name));
  const refused = added.find((name) => usable.get(name) !== true);
  if (refused !== undefined) throw new LumoError('INPUT_INVALID', { property: refused });
  const at = deps.clock.now();
  inTransaction(deps.storage, () => {
    if (removed.length > 0) removeItems(deps, stores, removed, 'delete');
    for (const propertyName of added) {
      const taken = stores.items
        .list()
        .filter((item) => item.propertyName !== propertyName && item.status !== 'detached');
      // The standard property of an item has the first claim on it.
      const reserved = propertyName === 'mobilephone' && added.includes('phone') ? ['phone'] : [];
      const lumoItem = defaultLumoItem(propertyName, new Set([...taken.map((item) => item.lumoItem), ...reserved]));
      insertItem(stores, { propertyName, lumoItem, rule: 'alwaysHubSpot', appliesToExisting: true }, at);
    }
  });
  return added.length > 0;
}
