import { LumoError } from '../../../shared/errors/lumo-error';
import { updateBatchSize } from '../batch-sender';
import type { SyncDeps } from '../sync-deps';
import type { SyncRunTracker } from '../sync-run-tracker';
import type { SyncStores } from '../sync-stores';
import { pushFields } from './push-fields';

const fewClears = 100;

/**
 * The run's step that brings what people set in Lumo to HubSpot. What was refused before is tried again. Writes that would
 * take away more than half of the values that HubSpot holds of an item, and more than a hundred, are taken for a mistake
 * and stop the run before the first of them.
 * @throws LumoError SYNC_TOO_MANY_CLEARS; what a call to HubSpot throws
 */
export async function writeContacts(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker): Promise<void> {
  tracker.enter('contactWrites', stores.fields.countOpenContacts());
  await refuseMassClears(deps, stores, tracker);
  let ids = stores.fields.openContactsAfter('', updateBatchSize);
  while (ids.length > 0) {
    tracker.abort.signal.throwIfAborted();
    const excluded = stores.exclusions.among('contact', ids);
    await pushFields(
      deps,
      stores,
      ids.filter((id) => !excluded.has(id)),
      { call: tracker.call, tracker },
    );
    tracker.advance(ids.length);
    ids = stores.fields.openContactsAfter(ids.at(-1) ?? '', updateBatchSize);
  }
}

async function refuseMassClears(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker): Promise<void> {
  const synced = new Set(stores.items.synced().map((item) => item.propertyName));
  const clears = new Map<string, number>();
  for (const row of stores.fields.counts()) {
    if (row.state !== 'pending' || !synced.has(row.propertyName)) continue;
    clears.set(row.propertyName, (clears.get(row.propertyName) ?? 0) + row.clears);
  }
  for (const [property, count] of clears) {
    if (count <= fewClears) continue;
    const total = (await deps.hubSpot.account.contactCount(tracker.call, property)) ?? 0;
    if (count * 2 > total) throw new LumoError('SYNC_TOO_MANY_CLEARS', { property, count, total });
  }
}

/**
 * Writes what a person just set, in the background and one batch at a time, before anything that a run does. What cannot be
 * written now stays pending: the next run does it.
 */
export function createFieldPusher(deps: SyncDeps, stores: SyncStores) {
  const waiting = new Set<string>();
  const stopping = new AbortController();
  let working: Promise<void> | null = null;

  const work = async (): Promise<void> => {
    while (waiting.size > 0 && deps.isConnected() && !stopping.signal.aborted) {
      const ids = [...waiting].slice(0, updateBatchSize);
      for (const id of ids) waiting.delete(id);
      await pushFields(deps, stores, ids, { call: { lane: 'interactive', signal: stopping.signal }, tracker: null });
    }
  };

  return {
    /** Answers at once. */
    push(contactIds: readonly string[]): void {
      for (const id of contactIds) waiting.add(id);
      if (working !== null || stopping.signal.aborted) return;
      working = work()
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) deps.logger.warn('an edit waits for the next run', { error });
          waiting.clear();
        })
        .finally(() => {
          working = null;
        });
    },
    /** Resolves when nothing is on its way. */
    async settled(): Promise<void> {
      while (working !== null) await working;
    },
    async stop(): Promise<void> {
      stopping.abort(new Error('stopped'));
      await working;
    },
  };
}
export type FieldPusher = ReturnType<typeof createFieldPusher>;
