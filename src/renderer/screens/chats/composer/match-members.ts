import type { Mentionable } from '../../../../shared/model/draft-text';

/** A list of more is not read but typed on. */
const mostShown = 8;

/** Members whose name holds what was typed, those whose name or a word of it begins so first. */
export function matchMembers<Member extends Mentionable>(members: readonly Member[], query: string): Member[] {
  const wanted = query.normalize('NFKC').toLowerCase();
  const rank = (member: Member): number => {
    const name = member.name.normalize('NFKC').toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[\s・.]+/u).some((word) => word.startsWith(wanted))) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  return members
    .map((member) => ({ member, rank: rank(member) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostShown)
    .map((each) => each.member);
}
