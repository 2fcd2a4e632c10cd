import { describe, expect, it } from 'vitest';
import { nextUsable } from '../../../src/renderer/components/property-picker/next-usable';
import { arrangeGroups, groupActions } from '../../../src/renderer/screens/sync/groups/group-state';
import { hasWords } from '../../../src/renderer/screens/sync/layout/find-words';
import { nextRow } from '../../../src/renderer/screens/sync/layout/next-row';
import {
  arrangeLists,
  listFreshness,
  listKind,
  listsAddress,
} from '../../../src/renderer/screens/sync/lists/list-state';
import { listTypeSchema } from '../../../src/shared/model/crm';
import { companyIdSchema } from '../../../src/shared/model/ids';

describe('a list', () => {
  const fresh = { isSynced: true, isInFlux: false, isStale: false, membersAt: 5, problem: null };

  it('is dynamic, static or filtered once', () => {
    expect(listTypeSchema.options.map(listKind).sort()).toEqual(['dynamic', 'snapshot', 'static']);
  });

  it('says how fresh its members are, the worst first', () => {
    expect(listFreshness(fresh)).toBe('fresh');
    expect(listFreshness({ ...fresh, isStale: true })).toBe('stale');
    expect(listFreshness({ ...fresh, membersAt: null, isStale: true })).toBe('never');
    expect(listFreshness({ ...fresh, isInFlux: true, isStale: true })).toBe('flux');
    expect(listFreshness({ ...fresh, problem: { code: 'LIST_IN_FLUX', params: {} } })).toBe('flux');
    expect(listFreshness({ ...fresh, isInFlux: true, problem: { code: 'LIST_GONE', params: {} } })).toBe('failed');
    expect(listFreshness({ ...fresh, isSynced: false, isStale: true })).toBe('off');
  });

  it('stands among the synced ones first, by name, and is found by name or folder', () => {
    const lists = [
      { name: 'VIP', folderName: 'Sales', isSynced: false },
      { name: 'News', folderName: null, isSynced: true },
      { name: 'Fair', folderName: null, isSynced: true },
    ];
    expect(arrangeLists(lists, '').map(({ name }) => name)).toEqual(['Fair', 'News', 'VIP']);
    expect(arrangeLists(lists, 'sales vip').map(({ name }) => name)).toEqual(['VIP']);
  });

  it('has an address in HubSpot only when the account is known', () => {
    expect(listsAddress({ uiDomain: 'app.hubspot.com', hubId: '42' })).toBe(
      'https://app.hubspot.com/contacts/42/objectLists/all',
    );
    expect(listsAddress(null)).toBeNull();
  });
});

describe('a group', () => {
  const free = { companyId: null, state: 'off' } as const;

  it('can get a company, but a new one only where companies may be written and the account is still in it', () => {
    expect(groupActions(free, true)).toEqual(['make', 'tie']);
    expect(groupActions(free, false)).toEqual(['tie']);
    expect(groupActions({ ...free, state: 'left' }, true)).toEqual(['tie']);
  });

  it('with a company can be tied to another one or lose its tie', () => {
    expect(groupActions({ companyId: companyIdSchema.parse('7'), state: 'synced' }, true)).toEqual([
      'tieOther',
      'untie',
    ]);
  });

  it('that failed stands first', () => {
    const group = (name: string, state: 'synced' | 'failed') => ({
      name,
      state,
      companyName: null,
      officialAccountName: 'Aozora',
    });
    const groups = [group('B', 'synced'), group('A', 'synced'), group('C', 'failed')];
    expect(arrangeGroups(groups, 'aozora').map(({ name }) => name)).toEqual(['C', 'A', 'B']);
  });
});

describe('keys', () => {
  it('move between rows and stop at the ends', () => {
    expect(nextRow('ArrowDown', 0, 3)).toBe(1);
    expect(nextRow('ArrowUp', 0, 3)).toBeNull();
    expect(nextRow('PageDown', 0, 3)).toBe(2);
    expect(nextRow('End', 0, 3)).toBe(2);
    expect(nextRow('a', 0, 3)).toBeNull();
    expect(nextRow('ArrowDown', 0, 0)).toBeNull();
  });

  it('move over the lines that can be chosen and skip all others', () => {
    const usable = [false, true, false, false, true, true];
    expect(nextUsable(usable, 1, 'ArrowDown')).toBe(4);
    expect(nextUsable(usable, 4, 'ArrowUp')).toBe(1);
    expect(nextUsable(usable, 1, 'ArrowUp')).toBe(1);
    expect(nextUsable(usable, -1, 'ArrowDown')).toBe(1);
    expect(nextUsable(usable, 1, 'PageDown')).toBe(5);
    expect(nextUsable([false, false], -1, 'ArrowDown')).toBeNull();
    expect(nextUsable(usable, 1, 'x')).toBeNull();
  });
});

describe('a search within a table', () => {
  it('wants every word somewhere, whatever the case and width, and no word finds all', () => {
    expect(hasWords('  ', ['x'])).toBe(true);
    expect(hasWords('アオイ line', ['ｱｵｲ', null, 'LINE'])).toBe(true);
    expect(hasWords('aoi tokyo', ['Aoi', null])).toBe(false);
  });
});
