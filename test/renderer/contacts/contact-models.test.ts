import { describe, expect, it } from 'vitest';
import { propertyText } from '../../../src/renderer/components/contact/property-text';
import { createFormat } from '../../../src/renderer/i18n/format';
import { contactColumns, isColumnSynced } from '../../../src/renderer/screens/contacts/contact-columns';
import { isNarrowed, openFilter, useContactsView } from '../../../src/renderer/screens/contacts/contacts-view';
import { contactFilterSchema } from '../../../src/shared/model/contact';
import { officialAccountIdSchema } from '../../../src/shared/model/ids';
import type { SyncItem } from '../../../src/shared/model/sync';

function item(propertyName: string, direction: SyncItem['direction'] = 'fromHubSpot'): SyncItem {
  return {
    propertyName,
    label: propertyName,
    type: 'string',
    fieldType: 'text',
    officialAccountId: null,
    lumoItem: `custom:${propertyName}`,
    direction,
    rule: 'alwaysHubSpot',
    allowedRules: ['alwaysHubSpot'],
    lockReason: null,
    problem: null,
    changedAt: null,
    pendingCount: 0,
    errorCount: 0,
    status: 'active',
    addedAt: 0,
    lastSyncedAt: null,
    filledCount: 0,
  };
}

describe('columns of the contacts table', () => {
  const synced = (items: readonly SyncItem[] | null): string[] =>
    contactColumns.filter((column) => isColumnSynced(column, items)).map((column) => column.id);

  it('say which properties were not added to the sync', () => {
    expect(synced([item('email'), item('associatedcompanyid')])).toEqual([
      'name',
      'company',
      'email',
      'line',
      'modified',
    ]);
    expect(synced([item('mobilephone')])).toContain('phone');
    for (const direction of ['fromHubSpot', 'toHubSpot', 'both'] as const) {
      expect(synced([item('email', direction)])).toContain('email');
    }
    const ofLine = { ...item('email', 'toHubSpot'), officialAccountId: officialAccountIdSchema.parse('U1') };
    expect(synced([ofLine])).not.toContain('email');
  });

  it('call nothing missing while the sync items are not known', () => {
    expect(synced(null)).toHaveLength(contactColumns.length);
  });
});

describe('the filter of the contacts table', () => {
  it('starts open, as the contract reads an empty one', () => {
    expect(openFilter).toEqual(contactFilterSchema.parse({}));
    expect(isNarrowed(openFilter)).toBe(false);
    expect(isNarrowed({ ...openFilter, text: '  ' })).toBe(false);
    expect(isNarrowed({ ...openFilter, link: 'linked' })).toBe(true);
    expect(isNarrowed({ ...openFilter, leadStatuses: ['NEW'] })).toBe(true);
  });

  it('is changed part by part and cleared as a whole', () => {
    const { change, clear } = useContactsView.getState();
    change({ text: '田中' });
    change({ lifecycleStages: ['lead'] });
    expect(useContactsView.getState().filter).toMatchObject({ text: '田中', lifecycleStages: ['lead'] });
    clear();
    expect(useContactsView.getState().filter).toEqual(openFilter);
  });
});

describe('a synced value', () => {
  const words = { yes: 'Yes', no: 'No' };
  const format = createFormat('en', 'UTC');
  const shown = (type: string, value: string | null, valueLabel: string | null = null): string | null =>
    propertyText({ type, value, valueLabel }, format, words);

  it('is shown by its option label, in the form of its type', () => {
    expect(shown('enumeration', 'marketingqualifiedlead', 'Marketing Qualified Lead')).toBe('Marketing Qualified Lead');
    expect(shown('number', '128400')).toBe('128,400');
    expect(shown('bool', 'false')).toBe('No');
    expect(shown('datetime', '2026-10-01T04:12:00.000Z')).toBe('Oct 1, 2026, 04:12');
    expect(shown('datetime', '1790827920000')).toBe('Oct 1, 2026, 04:12');
  });

  it('keeps a calendar day on its day in every zone', () => {
    const local = createFormat('en');
    expect(propertyText({ type: 'date', value: '2026-03-31', valueLabel: null }, local, words)).toBe('Mar 31, 2026');
  });

  it('is shown raw when it cannot be read as its type, and empty when HubSpot has none', () => {
    expect(shown('number', 'n/a')).toBe('n/a');
    expect(shown('date', 'soon')).toBe('soon');
    expect(shown('bool', 'maybe')).toBe('maybe');
    expect(shown('string', '')).toBeNull();
    expect(shown('string', null)).toBeNull();
  });
});
