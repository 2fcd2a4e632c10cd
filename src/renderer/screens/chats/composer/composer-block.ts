import type { ConversationDetail } from '../../../../shared/model/chat';

/** Why nothing can be written here; each has its words under `composer.blocked.`. */
export type ComposerBlock = 'friendBlocked' | 'notConnected';

/** What of the conversation decides. */
export type BlockInput = Pick<ConversationDetail, 'followStatus' | 'officialAccountId'>;

/**
 * Why the composer is closed, or null. `connectedAccountIds` is null while the accounts are not known yet: then nothing
 * is refused, the engine has the last word.
 */
export function composerBlock(
  conversation: BlockInput,
  connectedAccountIds: readonly string[] | null,
): ComposerBlock | null {
  if (connectedAccountIds !== null && !connectedAccountIds.includes(conversation.officialAccountId)) {
    return 'notConnected';
  }
  return conversation.followStatus === 'blocked' ? 'friendBlocked' : null;
}
