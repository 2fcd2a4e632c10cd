import type { CallContext, CrmRecord } from '../../hubspot';
import { absorbedIds } from '../merged-contacts';
import type { ItemTerms } from '../rules/plan-contact';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { valuesOf } from './apply-contact';

/** When HubSpot's values were set, by contact and property. */
export type ConflictTimes = ReadonlyMap<string, ReadonlyMap<string, number>>;

const noTimes: ReadonlyMap<string, number> = new Map();
/** More contacts with history are refused in one call (HubSpot facts, section 3.5). */
const batchSize = 50;

/** The times of one contact; empty where none were asked for. */
export const timesOf = (times: ConflictTimes, contactId: string): ReadonlyMap<string, number> =>
  times.get(contactId) ?? noTimes;

/**
 * Asks HubSpot when it got the values of fields that changed on both sides and of which the later change wins. Costs
 * nothing where there is no such conflict. A contact that HubSpot does not answer for goes by its modified time.
 */
export async function readConflictTimes(
  deps: SyncDeps,
  stores: SyncStores,
  records: readonly CrmRecord[],
  items: readonly ItemTerms[],
  call: CallContext,
): Promise<ConflictTimes> {
  const recent = items.filter((item) => item.rule === 'mostRecentWins').map((item) => item.propertyName);
  if (recent.length === 0 || stores.fields.isEmpty()) return new Map();
  const names = new Set<string>();
  const ids: string[] = [];
  for (const record of records) {
    const inConflict = conflicting(stores, record, recent);
    for (const name of inConflict) names.add(name);
    if (inConflict.length > 0) ids.push(record.id);
  }
  const times = new Map<string, ReadonlyMap<string, number>>();
  for (let i = 0; i < ids.length; i += batchSize) {
    const found = await deps.hubSpot.crm.contactTimes(ids.slice(i, i + batchSize), [...names], call);
    for (const [id, byName] of found) times.set(id, byName);
  }
  return times;
}

function conflicting(stores: SyncStores, record: CrmRecord, recent: readonly string[]): string[] {
  return [record.id, ...absorbedIds(record)].flatMap((contactId) => {
    const fields = stores.fields.of(contactId);
    if (fields.length === 0) return [];
    const stored = stores.contacts.get(contactId);
    const values = stored === undefined ? {} : valuesOf(stored);
    return fields
      .filter((field) => {
        const name = field.propertyName;
        const hubSpot = record.properties[name] || null;
        const lumo = values[name] ?? null;
        const hasLumoChanged = lumo !== field.base || field.lumoChangedAt !== null;
        return recent.includes(name) && hubSpot !== field.base && hasLumoChanged && hubSpot !== lumo;
      })
      .map((field) => field.propertyName);
  });
}
