import { officialAccountIdSchema } from '../../../shared/model/ids';
import type { SyncItem } from '../../../shared/model/sync';
import type { SyncItemRecord } from '../../storage/sync-item-repository';
import { contactType } from '../contact-properties';
import { isUsableType, linePropertiesOf, lineSuffixes } from '../line-properties';
import { itemProblem } from '../property-definitions';
import { lockOf } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { allowedRules } from './check-mapping';

/** Numbers by property. */
interface Numbers {
  filled: ReadonlyMap<string, number>;
  pending: ReadonlyMap<string, number>;
  errors: ReadonlyMap<string, number>;
}

/** Every sync item: the contact items in the order in which they were added, then all LINE items of every Official Account. */
export function listItems(deps: SyncDeps, stores: SyncStores, filled: ReadonlyMap<string, number>): SyncItem[] {
  const numbers = readNumbers(stores, filled);
  return [
    ...stores.items.list().map((item) => contactItem(stores, item, numbers)),
    ...lineItems(deps, stores, numbers),
  ];
}

/** One contact item as it is shown. */
export function contactItem(stores: SyncStores, item: SyncItemRecord, numbers: Numbers): SyncItem {
  const { propertyName } = item;
  const definition = stores.properties.get(contactType, propertyName);
  const [type = 'string', fieldType = 'text'] = (item.propertyType ?? '').split('/');
  const lockReason = lockOf(propertyName, definition);
  const rule = lockReason === null ? item.rule : 'alwaysHubSpot';
  return {
    propertyName,
    label: definition?.label ?? propertyName,
    type: definition?.type ?? type,
    fieldType: definition?.fieldType ?? fieldType,
    officialAccountId: null,
    lumoItem: item.lumoItem,
    direction: rule === 'alwaysHubSpot' ? 'fromHubSpot' : 'both',
    rule,
    allowedRules: allowedRules(propertyName, definition),
    lockReason,
    status: item.status === 'active' && item.isPaused ? 'paused' : item.status,
    problem: itemProblem(stores, item),
    addedAt: item.addedAt,
    changedAt: item.changedAt,
    lastSyncedAt: item.lastSyncedAt,
    filledCount: numbers.filled.get(propertyName) ?? 0,
    pendingCount: numbers.pending.get(propertyName) ?? 0,
    errorCount: numbers.errors.get(propertyName) ?? 0,
  };
}

/** Counts of the open writes and problems, beside how many contacts have a value. */
export function readNumbers(stores: SyncStores, filled: ReadonlyMap<string, number>): Numbers {
  const pending = new Map<string, number>();
  for (const row of stores.fields.counts()) if (row.state === 'pending') pending.set(row.propertyName, row.count);
  const errors = new Map<string, number>();
  for (const cause of stores.problems.causes()) {
    if (cause.property !== '') errors.set(cause.property, (errors.get(cause.property) ?? 0) + cause.count);
  }
  return { filled, pending, errors };
}

function lineItems(deps: SyncDeps, stores: SyncStores, numbers: Numbers): SyncItem[] {
  const written = new Map(stores.lineProperties.writtenCounts().map((entry) => [entry.name, entry]));
  const waiting = stores.lineProperties.unwrittenCounts();
  return deps.officialAccounts().flatMap((account) =>
    linePropertiesOf(account).map((wanted, index): SyncItem => {
      const definition = stores.properties.get(contactType, wanted.name);
      const isUsable = definition !== null && isUsableType(wanted, definition.type);
      const expected = wanted.type;
      return {
        propertyName: wanted.name,
        label: definition?.label ?? wanted.label,
        type: definition?.type ?? wanted.type,
        fieldType: definition?.fieldType ?? wanted.fieldType,
        officialAccountId: officialAccountIdSchema.parse(account.botUserId),
        lumoItem: lineSuffixes[index] ?? wanted.name,
        direction: 'toHubSpot',
        rule: null,
        allowedRules: [],
        lockReason: 'line',
        status: definition === null ? 'missing' : isUsable ? 'active' : 'typeChanged',
        problem:
          definition === null || isUsable
            ? null
            : { code: 'SYNC_ITEM_TYPE_MISMATCH', params: { property: wanted.name, expected, found: definition.type } },
        addedAt: stores.lineProperties.connectedAt(account.botUserId),
        changedAt: null,
        lastSyncedAt: written.get(wanted.name)?.at ?? null,
        filledCount: written.get(wanted.name)?.count ?? 0,
        pendingCount: waiting.get(account.botUserId) ?? 0,
        errorCount: numbers.errors.get(wanted.name) ?? 0,
      };
    }),
  );
}
