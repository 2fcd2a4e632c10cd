import { pictureAddress } from '../core/picture-address';
import type { ServiceOf } from '../engine-types';
import { createGroupMemberRepository } from '../storage/group-member-repository';
import type { ChatDeps } from './chat-types';

type Member = Awaited<ReturnType<ServiceOf<'chat'>['members']>>[number];

/** LINE's groups hold 500 people. */
const mostMembers = 500;

/** People of a group or room whom LINE named and who have not left, by name. */
export function createMemberView(
  deps: Pick<ChatDeps, 'storage' | 'offerPicture'>,
): (conversationId: number) => Member[] {
  const members = createGroupMemberRepository(deps.storage);
  const { offerPicture = pictureAddress } = deps;
  return (conversationId) =>
    members.inside(conversationId, mostMembers).map(({ userId, displayName, pictureUrl }) => ({
      userId,
      name: displayName ?? '',
      pictureUrl: offerPicture(pictureUrl),
    }));
}
