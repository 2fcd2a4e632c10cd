import type { AccountDefinition } from '../accounts';
import { type HubSpotContext, idRange } from '../context';
import { objectTypes } from '../object-types';
import type { FilterBranch } from './list-filter';
import type { NewList } from './list-store';

/** Static lists take their members from the first contacts, so that a million of them do not make seeding slower. */
const mostLookedAt = 5_000;

type ListPlan = Pick<NewList, 'name' | 'type' | 'processingType' | 'folder' | 'filter'> & {
  /** Takes every n-th record; 0 leaves a static list empty. */
  readonly everyNth?: number;
};

const contactLists: readonly ListPlan[] = [
  dynamic('日本のお客様', '地域', anyOf('country', 'Japan')),
  dynamic('Customers and evangelists', null, anyOf('lifecyclestage', 'customer', 'evangelist')),
  dynamic('新しい見込み客', '営業', {
    filterBranchType: 'AND',
    filterBranches: [],
    filters: [...anyOf('lifecyclestage', 'lead').filters, ...anyOf('hs_lead_status', 'NEW', 'OPEN').filters],
  }),
  { ...fixed('春のキャンペーン 2026', 'MANUAL', 'キャンペーン'), everyNth: 7 },
  { ...fixed('Trade fair Tokyo 2025', 'SNAPSHOT', 'Events'), everyNth: 11 },
  fixed('VIPご招待（準備中）', 'MANUAL', 'キャンペーン'),
];
const companyLists: readonly ListPlan[] = [
  { ...fixed('Partner companies', 'MANUAL', null), type: 'companies', everyNth: 3 },
];

/** Gives the first account its lists: the plans of the others have none. Members of the dynamic ones are found when somebody asks for lists. */
export function seedLists(context: HubSpotContext, account: AccountDefinition): void {
  for (const { everyNth = 0, ...plan } of [...contactLists, ...companyLists]) {
    const list = context.lists.create({ ...plan, accountId: account.hubId });
    if (everyNth === 0) continue;
    const type = objectTypes[plan.type];
    const { firstId, endId } = idRange(context.accounts, account, type);
    const ids = context.database
      .prepare<[number, number, number], number>(
        `SELECT id FROM ${type.table} WHERE id >= ? AND id < ? AND archived = 0 ORDER BY id LIMIT ?`,
      )
      .pluck()
      .all(firstId, endId, mostLookedAt)
      .filter((_id, index) => index % everyNth === 0);
    context.lists.add(list, ids);
  }
}

function dynamic(name: string, folder: string | null, filter: FilterBranch): ListPlan {
  return {
    name,
    folder,
    type: 'contacts',
    processingType: 'DYNAMIC',
    filter: { filterBranchType: 'OR', filterBranches: [{ ...filter, filterBranchType: 'AND' }], filters: [] },
  };
}

function fixed(name: string, processingType: 'MANUAL' | 'SNAPSHOT', folder: string | null): ListPlan {
  return { name, folder, type: 'contacts', processingType, filter: null };
}

function anyOf(property: string, ...values: readonly string[]): FilterBranch {
  return {
    filterBranchType: 'AND',
    filterBranches: [],
    filters: [
      {
        filterType: 'PROPERTY',
        property,
        operation: {
          operationType: 'ENUMERATION',
          operator: 'IS_ANY_OF',
          values: [...values],
          includeObjectsWithNoValueSet: false,
        },
      },
    ],
  };
}
