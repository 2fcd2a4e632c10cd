import { LumoError } from '../../shared/errors/lumo-error';
import { inTransaction } from '../storage/storage';
import { breathe } from './breathe';
import { companyProperty } from './contact-properties';
import { propertyChoices } from './property-definitions';
import { renormalise } from './renormalise';
import type { SyncDeps } from './sync-deps';
import type { SyncStores } from './sync-stores';

/** Set while values of removed properties are being deleted. */
const removingKey = 'sync/removing';

/**
 * Sets which contact properties are synced. Values of a removed one are deleted before this resolves, also after a
 * crash in between (`finishRemoval`). Returns true when a property was added.
 * @throws LumoError INPUT_INVALID for a name that cannot be chosen
 */
export async function saveChosenProperties(
  deps: SyncDeps,
  stores: SyncStores,
  names: readonly string[],
): Promise<boolean> {
  const usable = new Map(propertyChoices(stores).map((choice) => [choice.name, choice.unusableReason === null]));
  const held = new Set(stores.items.list().map((item) => item.propertyName));
  const wanted = new Set(names);
  const added = [...wanted].filter((name) => !held.has(name));
  const removed = [...held].filter((name) => !wanted.has(name));
  const refused = added.find((name) => usable.get(name) !== true);
  if (refused !== undefined) throw new LumoError('INPUT_INVALID', { property: refused });
  inTransaction(deps.storage, () => {
    const at = deps.clock.now();
    for (const name of added) stores.items.add(name, at);
    for (const name of removed) stores.items.remove(name);
    if (removed.length > 0) stores.meta.set(removingKey, '1');
  });
  if (removed.length > 0) await finishRemoval(deps, stores);
  return added.length > 0;
}

/** Deletes the stored values of properties that are not added, a hundred contacts at a time. Does nothing when there are none. */
export async function finishRemoval(deps: SyncDeps, stores: SyncStores): Promise<void> {
  if (stores.meta.get(removingKey) === null) return;
  const kept = new Set(stores.items.list().map((item) => item.propertyName));
  const nameOf = (id: string) => stores.companies.nameOf(id) ?? null;
  let afterId = 0;
  for (let rows = stores.contacts.after(0, 100); rows.length > 0; rows = stores.contacts.after(afterId, 100)) {
    inTransaction(deps.storage, () => {
      for (const row of rows) {
        renormalise(stores, row, { kept, nameOf, runId: null, at: deps.clock.now() });
        afterId = row.id;
      }
    });
    await breathe();
  }
  inTransaction(deps.storage, () => {
    if (!kept.has(companyProperty)) stores.companies.clear();
    stores.meta.delete(removingKey);
  });
  deps.events.emit({ type: 'stale', topics: ['contacts', 'syncItems', 'search'] });
}
