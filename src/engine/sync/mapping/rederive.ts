import { z } from 'zod';
import { inTransaction } from '../../storage/storage';
import { breathe } from '../breathe';
import { companyProperty } from '../contact-properties';
import { renormalise } from '../renormalise';
import { readTerms } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';

/** Set while contacts are derived again; names the properties whose values go. */
const workKey = 'sync/removing';
const removedSchema = z.array(z.string()).catch([]);
const changesAStep = 2_000;
const sliceMs = 3;

/** Notes that contacts have to be derived again, and which properties' values go. Inside the transaction of the change. */
export function noteRederive(stores: SyncStores, removed: readonly string[]): void {
  const open = readWork(stores) ?? [];
  stores.meta.set(workKey, JSON.stringify([...new Set([...open, ...removed])]));
}

function readWork(stores: SyncStores): string[] | null {
  const held = stores.meta.get(workKey);
  if (held === null) return null;
  try {
    return removedSchema.parse(JSON.parse(held));
  } catch {
    return [];
  }
}

/**
 * Derives every contact again from the values that are held and the items as they are: values of properties that were
 * removed go, also from the history, and columns follow their items. It may be begun anew at any time, and is at the next
 * start after a kill. Does nothing when there is nothing to do.
 */
export async function finishRederiving(deps: SyncDeps, stores: SyncStores): Promise<void> {
  const removed = readWork(stores);
  if (removed === null) return;
  const nameOf = (id: string) => stores.companies.nameOf(id) ?? null;
  let afterId = 0;
  for (let rows = stores.contacts.after(0, 100); rows.length > 0; rows = stores.contacts.after(afterId, 100)) {
    inTransaction(deps.storage, () => {
      const endsAt = performance.now() + sliceMs;
      const terms = readTerms(stores);
      for (const row of rows) {
        renormalise(stores, row, { terms, nameOf, runId: null, at: deps.clock.now() });
        afterId = row.id;
        if (performance.now() >= endsAt) break;
      }
    });
    await breathe();
  }
  const gone = removed.filter((name) => stores.items.get(name) === null);
  for (let id = 0, last = stores.changes.newestId(); gone.length > 0 && id < last; id += changesAStep) {
    inTransaction(deps.storage, () => {
      for (const name of gone) stores.changes.eraseProperty(name, id, id + changesAStep);
    });
    await breathe();
  }
  inTransaction(deps.storage, () => {
    for (const name of gone) stores.fields.dropProperty(name);
    if (removed.includes(companyProperty) && stores.items.get(companyProperty) === null) stores.companies.clear();
    stores.meta.delete(workKey);
  });
  deps.events.emit({ type: 'stale', topics: ['contacts', 'syncItems', 'search', 'fields'] });
}
