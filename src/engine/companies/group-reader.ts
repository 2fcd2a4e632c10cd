import { LumoError } from '../../shared/errors/lumo-error';
import { conversationIdSchema } from '../../shared/model/ids';
import type { ConversationRepository } from '../storage/conversation-repository';
import type { GroupRepository, GroupToRead } from '../storage/group-repository';
import { inTransaction } from '../storage/storage';
import type { CompaniesDeps } from './companies-types';

/** Far below LINE's limits, so that reading groups never stands in the way of a message. */
const atOnce = 8;

interface Parts {
  groups: GroupRepository;
  conversations: ConversationRepository;
}

/**
 * Reads name, picture and member count of the groups that are to be read. An account that LINE does not serve right now
 * is left for the next time; false when there was one.
 */
export async function readGroups(deps: CompaniesDeps, parts: Parts, signal: AbortSignal): Promise<boolean> {
  const unserved = new Set<string>();
  let afterId = 0;
  for (
    let batch = parts.groups.toRead(afterId, atOnce);
    batch.length > 0;
    batch = parts.groups.toRead(afterId, atOnce)
  ) {
    signal.throwIfAborted();
    await Promise.all(
      batch.map(async (group) => {
        if (unserved.has(group.botUserId)) return;
        try {
          await readGroup(deps, parts, group);
        } catch (error) {
          if (!(error instanceof LumoError) || !error.code.startsWith('LINE_')) throw error;
          unserved.add(group.botUserId);
        }
      }),
    );
    afterId = batch.at(-1)?.conversationId ?? afterId;
  }
  return unserved.size === 0;
}

async function readGroup(deps: CompaniesDeps, { groups, conversations }: Parts, group: GroupToRead): Promise<void> {
  const channel = deps.channel(group.botUserId);
  if (channel === null) return;
  const before = groups.get(group.conversationId);
  const askedAt = deps.clock.now();
  const summary = await channel.groupSummary(group.groupId);
  const count = summary === null ? null : await channel.groupMemberCount(group.groupId);
  inTransaction(deps.storage, () => {
    if (summary === null) {
      groups.saveAbsent(group.conversationId, askedAt);
      return;
    }
    conversations.saveTitle(group.conversationId, summary.name, summary.pictureUrl);
    groups.saveRead(group.conversationId, count, askedAt);
  });
  const after = groups.get(group.conversationId);
  if (before?.name === after?.name && before?.pictureUrl === after?.pictureUrl) return;
  const conversationId = conversationIdSchema.parse(String(group.conversationId));
  deps.events.emit({ type: 'conversationChanged', conversationId });
}
