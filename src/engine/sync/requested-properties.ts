import type { CrmRecord } from '../hubspot';
import { technicalProperties } from './contact-properties';
import { linePropertyName } from './line-properties';
import { refreshDefinitions } from './property-definitions';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** The synced properties whose values are asked for. */
export function requestedProperties(stores: SyncStores): string[] {
  return stores.items.synced().map((item) => item.propertyName);
}

/** Everything that a call asks for to get these properties: keys, times and the LINE User IDs come with them. */
export function withTechnical(deps: SyncDeps, requested: readonly string[]): string[] {
  const own = [...deps.officialAccounts(), ...deps.formerNumbers()].map((account) =>
    linePropertyName(account.sequenceNumber, 'user_id'),
  );
  return [...new Set([...technicalProperties, ...own, ...requested])];
}

/**
 * The properties that may be taken from what was read. HubSpot leaves out a property that it does not have (any more), and
 * says null where it is empty: without this look a deleted property would empty its values here. Definitions are read
 * again when one is missing, and its item says so from then on.
 */
export async function trustedProperties(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  requested: readonly string[],
  records: readonly CrmRecord[],
): Promise<readonly string[]> {
  if (records.length === 0) return requested;
  const isAbsent = (name: string) => records.every((record) => !(name in record.properties));
  const held = requested.filter((name) => !isAbsent(name));
  if (held.length === requested.length) return requested;
  await refreshDefinitions(deps, stores, tracker.call);
  return held;
}
