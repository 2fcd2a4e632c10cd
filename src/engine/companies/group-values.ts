import type { GroupRow } from '../../shared/model/crm';
import { companyIdSchema, conversationIdSchema, officialAccountIdSchema } from '../../shared/model/ids';
import { pictureAddress } from '../core/picture-address';
import { companyGroupProperties as names } from '../hubspot';
import type { LineGroup } from '../storage/group-repository';

/** The unique value by which every console finds the company of a group: `<bot user id>:<group id>`. */
export function groupKey(group: Pick<LineGroup, 'botUserId' | 'groupId'>): string {
  return `${group.botUserId}:${group.groupId}`;
}

/** What HubSpot shall hold of a group. An empty string clears a value. */
export function groupValues(group: LineGroup): Record<string, string> {
  return {
    [names.key]: groupKey(group),
    [names.name]: group.name ?? '',
    [names.memberCount]: group.memberCount === null ? '' : String(group.memberCount),
    [names.pictureUrl]: group.pictureUrl ?? '',
    [names.account]: group.officialAccountName,
  };
}

/** Takes everything of a group off a company. */
export function clearedGroupValues(): Record<string, string> {
  return Object.fromEntries(Object.values(names).map((name) => [name, '']));
}

/** What is to be written, because HubSpot does not have it; null = nothing. */
export function groupChanges(group: LineGroup): Record<string, string> | null {
  const changed = Object.entries(groupValues(group)).filter(
    ([name, value]) => (group.written?.[name] ?? null) !== value,
  );
  if (changed.length === 0) return null;
  const changes = Object.fromEntries(changed);
  // A company that was made of the group keeps its name, unless a person called it otherwise in HubSpot.
  const before = group.written?.[names.name];
  const isOwnName = group.origin === 'created' && before !== undefined && group.companyName === before;
  if (isOwnName && before !== group.name && (group.name ?? '') !== '') changes.name = group.name ?? '';
  return changes;
}

/** True when the group shall be a company: a person's word counts above the switch. */
export function isWanted(group: LineGroup, isSwitchedOn: boolean): boolean {
  return group.wish === null ? isSwitchedOn : group.wish === 'company';
}

/** A group as screens show it. */
export function groupRow(group: LineGroup, isSwitchedOn: boolean): GroupRow {
  return {
    conversationId: conversationIdSchema.parse(String(group.conversationId)),
    officialAccountId: officialAccountIdSchema.parse(group.botUserId),
    officialAccountName: group.officialAccountName,
    name: group.name ?? '',
    pictureUrl: pictureAddress(group.pictureUrl),
    memberCount: group.memberCount,
    isMember: group.isMember,
    companyId: group.companyId === null ? null : companyIdSchema.parse(group.companyId),
    companyName: group.companyName,
    origin: group.companyId === null ? null : group.origin,
    state: stateOf(group, isSwitchedOn),
    syncedAt: group.writtenAt,
    problem: group.problem,
  };
}

function stateOf(group: LineGroup, isSwitchedOn: boolean): GroupRow['state'] {
  if (!group.isMember) return 'left';
  if (group.problem !== null) return 'failed';
  if (!isWanted(group, isSwitchedOn)) return 'off';
  return group.companyId !== null && groupChanges(group) === null ? 'synced' : 'waiting';
}
