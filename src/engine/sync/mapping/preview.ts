import { contactIdSchema } from '../../../shared/model/ids';
import type { PlannedChange, SyncRunError } from '../../../shared/model/sync';
import type { CallContext } from '../../hubspot';
import { contactType, technicalProperties } from '../contact-properties';
import { valuesOf } from '../fields/apply-contact';
import { readConflictTimes, timesOf } from '../fields/conflict-times';
import { type ItemTerms, planContact } from '../rules/plan-contact';
import { termsOf } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';

const shown = 5;
const looked = 100;

/**
 * What a run would do with one item, on a hundred contacts of HubSpot that have a value of it; nothing is written. Of a
 * property that is not synced yet it shows how its values would come.
 */
export async function previewItem(
  deps: SyncDeps,
  stores: SyncStores,
  propertyName: string,
  call: CallContext,
): Promise<{ samples: PlannedChange[]; rejects: SyncRunError[]; differing: number }> {
  const item = stores.items.get(propertyName);
  const terms: ItemTerms = item === null ? { propertyName, rule: 'alwaysHubSpot', order: null } : termsOf(stores, item);
  const { records } = await deps.hubSpot.crm.searchContacts(
    {
      filters: [{ propertyName, operator: 'HAS_PROPERTY' }],
      sort: { propertyName: 'lastmodifieddate', direction: 'DESCENDING' },
      properties: [...technicalProperties, propertyName],
      limit: looked,
    },
    call,
  );
  const times = await readConflictTimes(deps, stores, records, [terms], call);
  const label = stores.properties.get(contactType, propertyName)?.label ?? propertyName;
  const samples: PlannedChange[] = [];
  for (const record of records) {
    if (samples.length === shown) break;
    const stored = stores.contacts.get(record.id);
    const fields = stores.fields.of(record.id).filter((field) => field.propertyName === propertyName);
    const [planned] = planContact([terms], {
      contactId: record.id,
      stored: stored === undefined ? {} : valuesOf(stored),
      fields: new Map(fields.map((field) => [field.propertyName, field])),
      hubSpot: record.properties,
      modifiedAt: Date.parse(record.properties.lastmodifieddate ?? '') || 0,
      times: timesOf(times, record.id),
    });
    if (planned === undefined || planned.plan === null) continue;
    const isLumo = planned.lumo.before !== planned.lumo.after;
    samples.push({
      id: samples.length + 1,
      kind: 'field',
      contactId: contactIdSchema.parse(record.id),
      contactName: stores.contacts.nameOf(record.id) ?? record.id,
      propertyName,
      label,
      side: isLumo ? 'lumo' : 'hubSpot',
      ...(isLumo ? planned.lumo : planned.hubSpot),
      rule: terms.rule,
      outcome: planned.plan.outcome,
      isConflict: planned.plan.isConflict,
      otherChangedAt: planned.plan.otherChangedAt,
    });
  }
  const differing = stores.fields
    .counts()
    .filter((row) => row.propertyName === propertyName && row.state !== 'same')
    .reduce((sum, row) => sum + row.count, 0);
  return { samples, rejects: stores.runs.errorsOfProperty(propertyName, shown), differing };
}
