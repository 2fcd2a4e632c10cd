import { useEffect } from 'react';
import type { Draft } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import { adoptDraft, openDraft, useDraftStore } from './draft-store';

/** The draft of the conversation on screen: restored, kept while it is open, stored at each pause. */
export function useDraft(conversationId: ConversationId, read: Draft): Draft {
  const held = useDraftStore((state) => state.byId.get(conversationId));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read later is for `adoptDraft` to judge
  useEffect(() => openDraft(conversationId, read), [conversationId]);
  useEffect(() => adoptDraft(conversationId, read), [conversationId, read]);
  return held ?? read;
}
