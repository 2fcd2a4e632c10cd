import type { ContactRow, ContactSort } from '../../../shared/model/contact';
import type { SyncItem } from '../../../shared/model/sync';

/** A column of the table. */
export interface ContactColumn {
  readonly id: 'name' | 'company' | 'email' | 'phone' | 'lifecycleStage' | 'leadStatus' | 'line' | 'modified';
  /** HubSpot properties that fill it: it is synced when one of them is. null = it needs none. */
  readonly properties: readonly string[] | null;
  readonly sort: ContactSort | null;
  /** Shown value; null for the columns that draw their own mark. */
  readonly read: ((row: ContactRow) => string | null) | null;
}

/** Columns in their order. Names of properties: HubSpot fact sheet, "Contact properties". */
export const contactColumns: readonly ContactColumn[] = [
  { id: 'name', properties: null, sort: 'name', read: (row) => row.displayName },
  {
    id: 'company',
    properties: ['company', 'associatedcompanyid'],
    sort: 'company',
    read: (row) => row.companyName,
  },
  { id: 'email', properties: ['email'], sort: null, read: (row) => row.email },
  { id: 'phone', properties: ['phone', 'mobilephone'], sort: null, read: (row) => row.phone },
  { id: 'lifecycleStage', properties: ['lifecyclestage'], sort: null, read: null },
  { id: 'leadStatus', properties: ['hs_lead_status'], sort: null, read: null },
  { id: 'line', properties: null, sort: null, read: null },
  { id: 'modified', properties: null, sort: 'modified', read: null },
];

/** Whether a column's values are kept here. While the sync items are unknown nothing is called missing. */
export function isColumnSynced(column: ContactColumn, items: readonly SyncItem[] | null): boolean {
  if (items === null || column.properties === null) return true;
  const { properties } = column;
  return items.some((item) => item.officialAccountId === null && properties.includes(item.propertyName));
}
