import { contactType } from './contact-properties';
import { isUsableType, linePropertiesOf, type PropertyMismatch } from './line-properties';
import { refreshDefinitions } from './property-definitions';
import { isReconcileDue, reconciledAt } from './reconcile';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

const freshMs = 60 * 60_000;
/** Set when HubSpot said that it does not know a property: what is held of the definitions is not true any more. */
const staleKey = 'sync/definitionsStale';

/** HubSpot does not have a property that is held here: the next run reads the definitions again. */
export function noteStaleDefinitions(stores: SyncStores, at: number): void {
  stores.meta.set(staleKey, String(at));
}

/**
 * The first step of a run: what HubSpot's properties are. They are read again by a full run, when a person asks, when
 * they are an hour old, when one was not known any more, and when one of the product's own is missing; else what is held
 * is good, and costs no call. Returns own properties that cannot be used.
 */
export async function prepareDefinitions(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
): Promise<{ mismatches: PropertyMismatch[]; isRead: boolean }> {
  const held = isDue(deps, stores, tracker) ? null : heldMismatches(deps, stores);
  if (held !== null) return { mismatches: held, isRead: false };
  const mismatches = await refreshDefinitions(deps, stores, tracker.call);
  stores.meta.delete(staleKey);
  return { mismatches, isRead: true };
}

function isDue(deps: SyncDeps, stores: SyncStores, { run }: SyncRunTracker): boolean {
  const readAt = stores.properties.fetchedAt(contactType);
  const isAsked = run.kind === 'full' || run.trigger === 'person' || stores.meta.get(staleKey) !== null;
  if (isAsked || readAt === null) return true;
  if (deps.clock.now() - readAt < freshMs) return false;
  // The comparison of contacts is due too, and was done longer ago: it goes first, and the definitions with the next run.
  return run.kind !== 'incremental' || !isReconcileDue(deps, stores, false) || reconciledAt(stores) >= readAt;
}

/** null = one of the product's own properties is not there. */
function heldMismatches(deps: SyncDeps, stores: SyncStores): PropertyMismatch[] | null {
  const byName = new Map(stores.properties.list(contactType).map((property) => [property.name, property]));
  const mismatches: PropertyMismatch[] = [];
  for (const wanted of deps.officialAccounts().flatMap((account) => linePropertiesOf(account))) {
    const found = byName.get(wanted.name);
    if (found === undefined) return null;
    if (!isUsableType(wanted, found.type)) {
      mismatches.push({ name: wanted.name, expected: wanted.type, found: found.type });
    }
  }
  return mismatches;
}
