import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { emptyDraft } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import { orpc, rpc } from '../../../bridge/client';
import { useChatView } from '../chat-view';

/** A pause in typing after which the draft is stored. */
const pauseMs = 350;
/** `chat.saveDraft` takes no more. */
const longestDraft = 20_000;

/**
 * The draft of one conversation: restored, stored at each pause and when the conversation is left. What was typed in
 * this window wins over what was read. Use it under a `key` of the conversation.
 */
export function useDraft(conversationId: ConversationId, stored: string) {
  const client = useQueryClient();
  const [text, setText] = useState(() => useChatView.getState().drafts.get(conversationId) ?? stored);
  const saved = useRef(stored);
  const latest = useRef(text);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const save = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const draft = latest.current;
    if (draft === saved.current) return;
    saved.current = draft;
    client.setQueryData(
      orpc.chat.conversation.queryKey({ input: { id: conversationId } }),
      (held) => held && { ...held, draft: { ...held.draft, text: draft } },
    );
    rpc.chat.saveDraft({ conversationId, draft: { ...emptyDraft, text: draft } }).catch(() => {
      // The text is still on screen; the next pause or leaving the conversation stores it again.
      saved.current = '';
    });
  }, [client, conversationId]);

  const change = useCallback(
    (next: string) => {
      const draft = next.slice(0, longestDraft);
      latest.current = draft;
      setText(draft);
      useChatView.getState().setDraft(conversationId, draft);
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(save, pauseMs);
    },
    [conversationId, save],
  );

  useEffect(() => {
    // A window that closes or loses focus may not come back: nothing typed waits for the pause then.
    window.addEventListener('blur', save);
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('blur', save);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  return { text, change, save };
}
