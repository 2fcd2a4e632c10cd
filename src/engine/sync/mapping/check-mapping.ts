import type { MappingCheck } from '../../../shared/contract/mapping-contract';
import type { Problem } from '../../../shared/errors/error-code';
import { type SyncRule, syncRuleSchema } from '../../../shared/model/sync';
import type { PropertyRecord } from '../../storage/property-repository';
import { contactType } from '../contact-properties';
import { unusableReason } from '../property-definitions';
import { lockOf } from '../rules/synced-terms';
import type { SyncStores } from '../sync-stores';
import { defaultLumoItem, fitsItem, formOf, isStandard, itemType } from './lumo-types';

/** Rules that may be chosen: what HubSpot alone writes can only follow it. */
export function allowedRules(propertyName: string, definition: PropertyRecord | null): SyncRule[] {
  return lockOf(propertyName, definition) === null ? [...syncRuleSchema.options] : ['alwaysHubSpot'];
}

/** What choosing the property would mean; nothing is saved. */
export function checkMapping(
  stores: SyncStores,
  wish: { propertyName: string; lumoItem: string | null; rule: SyncRule | null },
): MappingCheck {
  const { propertyName } = wish;
  const definition = stores.properties.get(contactType, propertyName);
  const others = stores.items
    .list()
    .filter((item) => item.propertyName !== propertyName && item.status !== 'detached')
    .map((item): [string, string] => [item.lumoItem, item.propertyName]);
  const holders = new Map(others);
  const lumoItem = wish.lumoItem ?? defaultLumoItem(propertyName, new Set(holders.keys()));
  const rules = allowedRules(propertyName, definition);
  const rule = wish.rule ?? 'alwaysHubSpot';
  return {
    problem: findProblem(definition, { ...wish, lumoItem, rule }, holders.get(lumoItem), rules),
    lumoItem,
    lumoType: (definition === null ? null : itemType(lumoItem, definition)) ?? 'text',
    allowedRules: rules,
    rule,
    lockReason: lockOf(propertyName, definition),
  };
}

function findProblem(
  definition: PropertyRecord | null,
  { propertyName: property, lumoItem, rule }: { propertyName: string; lumoItem: string; rule: SyncRule },
  holder: string | undefined,
  rules: readonly SyncRule[],
): Problem | null {
  if (definition === null) return { code: 'HUBSPOT_PROPERTY_MISSING', params: { property } };
  const reason = unusableReason(definition);
  if (reason !== null) return { code: 'INPUT_INVALID', params: { property, reason } };
  if (!isStandard(lumoItem) && lumoItem !== `custom:${property}`) {
    return { code: 'INPUT_INVALID', params: { property, item: lumoItem } };
  }
  if (holder !== undefined) return { code: 'SYNC_ITEM_TAKEN', params: { item: lumoItem, property: holder } };
  if (!fitsItem(lumoItem, definition)) {
    const expected = itemType(lumoItem, definition) ?? '';
    return {
      code: 'SYNC_ITEM_TYPE_MISMATCH',
      params: { property, item: lumoItem, expected, found: formOf(definition) },
    };
  }
  return rules.includes(rule) ? null : { code: 'SYNC_RULE_NOT_ALLOWED', params: { property, rule } };
}
