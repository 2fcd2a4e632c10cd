import { useCallback } from 'react';
import type { ChatMessage } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import type { OutgoingContent } from '../../../../shared/model/outgoing';
import { rpc } from '../../../bridge/client';
import { showProblem } from '../../../components/show-problem';
import { pendingMessage, trackSend, usePendingSends } from '../thread/pending-sends';

/**
 * Sends into one conversation: the bubble stands at once, the engine's stored message takes its place. `onStored` gets
 * that; `onRefused` is called when nothing was stored, so that the text can go back to the draft.
 */
export function useSend(conversationId: ConversationId, onStored: (message: ChatMessage) => void) {
  return useCallback(
    (content: OutgoingContent, onRefused: () => void): void => {
      const clientId = crypto.randomUUID();
      const pending = pendingMessage(conversationId, clientId, content, Date.now());
      const { add, remove } = usePendingSends.getState();
      add(pending);
      const call = rpc.chat
        .send({
          conversationId,
          clientId,
          contents: [content],
          quoteMessageId: null,
          quickReplies: [],
          sendAt: null,
          seenUntil: Date.now(),
        })
        .then(
          (messages) => {
            for (const message of messages) onStored(message);
            remove(pending);
          },
          (error: unknown) => {
            remove(pending);
            showProblem(error);
            onRefused();
          },
        );
      trackSend(call);
    },
    [conversationId, onStored],
  );
}
