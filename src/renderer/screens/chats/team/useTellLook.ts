import { useEffect } from 'react';
import type { ConversationId } from '../../../../shared/model/ids';
import { useIsWatched } from '../useIsWatched';
import { tellLook, useLook } from './look';

/** Tells colleagues that this window shows a conversation, and whether an answer is written; nothing while nobody looks. */
export function useTellLook(conversationId: ConversationId): void {
  const isWatched = useIsWatched();
  const isWriting = useLook((state) => state.writingIn === conversationId);
  useEffect(() => {
    tellLook(isWatched ? { conversationId, isWriting } : { conversationId: null, isWriting: false });
  }, [conversationId, isWatched, isWriting]);
  useEffect(() => () => tellLook({ conversationId: null, isWriting: false }), []);
}
