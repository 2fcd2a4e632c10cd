import { expect, test } from 'vitest';
import { groupChanges, groupRow, groupValues } from '../../../src/engine/companies/group-values';
import type { LineGroup } from '../../../src/engine/storage/group-repository';

const group: LineGroup = {
  conversationId: 1,
  botUserId: 'Ubot',
  officialAccountName: 'Shop',
  groupId: 'C1',
  name: 'Old name',
  pictureUrl: null,
  memberCount: 2,
  isMember: true,
  wish: null,
  companyId: '7',
  companyName: 'Old name',
  origin: 'created',
  written: null,
  writtenAt: 5,
  problem: null,
};
const written = { ...group, written: groupValues(group) };

test('nothing is written where HubSpot holds everything, and all of it where nothing was accepted yet', () => {
  expect(groupChanges(written)).toBeNull();
  expect(groupChanges(group)).toEqual(groupValues(group));
  expect(groupValues(group)).toMatchObject({ lumo_line_group_key: 'Ubot:C1', lumo_line_group_picture_url: '' });
});

test('a company that was made of a group is called like it, unless a person called it otherwise', () => {
  const renamed = { ...written, name: 'New name' };
  expect(groupChanges(renamed)).toEqual({ lumo_line_group_name: 'New name', name: 'New name' });
  expect(groupChanges({ ...renamed, companyName: 'By hand' })).toEqual({ lumo_line_group_name: 'New name' });
  expect(groupChanges({ ...renamed, origin: 'tied' })).toEqual({ lumo_line_group_name: 'New name' });
});

test('a group shows whether it is written, waits, failed, is not wanted or was left', () => {
  const failed = { ...written, problem: { code: 'HUBSPOT_REJECTED' as const, params: {} } };
  const states = [
    groupRow(written, true).state,
    groupRow({ ...written, memberCount: 3 }, true).state,
    groupRow(failed, true).state,
    groupRow(written, false).state,
    groupRow({ ...written, wish: 'company' }, false).state,
    groupRow({ ...failed, isMember: false }, true).state,
  ];
  expect(states).toEqual(['synced', 'waiting', 'failed', 'off', 'synced', 'left']);
});
