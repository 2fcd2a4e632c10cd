import type { GroupRow } from '../../../../shared/model/crm';
import type { StatusTone } from '../../../components/StatusMark';
import { hasWords } from '../layout/find-words';

/** Shape and colour of a group's state. */
export const GROUP_TONE: Readonly<Record<GroupRow['state'], StatusTone>> = {
  off: 'off',
  waiting: 'neutral',
  synced: 'ok',
  failed: 'error',
  left: 'neutral',
};

/** Actions on a group, in their order. */
export type GroupAction = 'make' | 'tie' | 'tieOther' | 'untie';

/**
 * What can be done with a group: one with a company can be tied to another one or lose its tie, one without can get
 * one. `canWrite` false = no company can be made with this connection. A group that was left gets no new company.
 */
export function groupActions(group: Pick<GroupRow, 'companyId' | 'state'>, canWrite: boolean): readonly GroupAction[] {
  if (group.companyId !== null) return ['tieOther', 'untie'];
  return canWrite && group.state !== 'left' ? ['make', 'tie'] : ['tie'];
}

/** Groups whose name, company or account has the words: those that failed first, then by name. */
export function arrangeGroups<Group extends Pick<GroupRow, 'name' | 'companyName' | 'officialAccountName' | 'state'>>(
  groups: readonly Group[],
  text: string,
): readonly Group[] {
  return groups
    .filter((group) => hasWords(text, [group.name, group.companyName, group.officialAccountName]))
    .sort(
      (one, other) =>
        Number(other.state === 'failed') - Number(one.state === 'failed') || one.name.localeCompare(other.name),
    );
}
