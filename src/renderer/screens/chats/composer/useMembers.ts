import { useQuery } from '@tanstack/react-query';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { orpc } from '../../../bridge/client';

/** People of a group whom LINE named. */
export type Members = readonly { readonly userId: string; readonly name: string; readonly pictureUrl: string | null }[];
const nobody: Members = [];

/** Who can be mentioned in a conversation: the members of a group whom LINE named; nobody in a chat with one person. */
export function useMembers({ id, sourceType }: Pick<ConversationDetail, 'id' | 'sourceType'>): Members {
  const { data } = useQuery({
    ...orpc.chat.members.queryOptions({ input: { conversationId: id } }),
    enabled: sourceType !== 'user',
  });
  return data ?? nobody;
}
