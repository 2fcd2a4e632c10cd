import { useMutation, useQuery } from '@tanstack/react-query';
import type { Agent, Onlooker } from '../../../../shared/model/chat';
import type { AgentId, ConversationId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';

/** The people of the workspace: oneself first, then those who are there, by name. */
export function useAgents(): readonly Agent[] {
  const { data } = useQuery(orpc.team.agents.queryOptions());
  return [...(data ?? [])].sort(
    (one, other) =>
      Number(other.isMe) - Number(one.isMe) ||
      Number(other.isOnline) - Number(one.isOnline) ||
      one.name.localeCompare(other.name),
  );
}

const nobodyThere: readonly Onlooker[] = [];

/** Who else looks at which conversation now. */
export function useOnlookers(): readonly Onlooker[] {
  return useQuery(orpc.team.onlookers.queryOptions()).data ?? nobodyThere;
}

/** Gives a conversation to a person, or to nobody. */
export function useAssign(): (conversationId: ConversationId, agentId: AgentId | null) => void {
  const { mutate } = useMutation(orpc.chat.assign.mutationOptions());
  return (conversationId, agentId) => mutate({ conversationId, agentId });
}
