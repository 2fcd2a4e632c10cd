import { useQuery } from '@tanstack/react-query';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { CompanyId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';

/** The company that stands for a group; null for people, for groups without one and until it is known. */
export function useGroupCompany(conversation: ConversationDetail): CompanyId | null {
  const { id, officialAccountId, friendId } = conversation;
  const groups = useQuery({
    ...orpc.companies.groups.queryOptions({ input: { officialAccountId } }),
    enabled: friendId === null,
  });
  return groups.data?.find((group) => group.conversationId === id)?.companyId ?? null;
}
