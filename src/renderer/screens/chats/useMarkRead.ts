import { useEffect } from 'react';
import type { ConversationId } from '../../../shared/model/ids';
import { rpc } from '../../bridge/client';
import { useIsWatched } from './useIsWatched';

/** A conversation that is only passed by with the arrow keys was not read. */
const restMs = 700;

interface Seen {
  readonly conversationId: ConversationId;
  readonly unreadCount: number;
  /** Changes with every new message, so that one that comes while the thread is open is marked too. */
  readonly lastMessageAt: number | null;
  /** Whether the newest message is in view. */
  readonly isAtNewest: boolean;
}

/** Marks a conversation as read once a person has it before them: window visible and focused, newest message in view. */
export function useMarkRead(seen: Seen | null): void {
  const isWatched = useIsWatched();
  const id = seen?.conversationId ?? null;
  const isDue = seen !== null && seen.unreadCount > 0 && seen.isAtNewest && isWatched;
  const lastMessageAt = seen?.lastMessageAt ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message that comes later starts the wait anew
  useEffect(() => {
    if (!isDue || id === null) return;
    const timer = setTimeout(() => {
      rpc.chat.markRead({ conversationId: id }).catch(() => {
        // The mark stays unread; looking at the thread again tries again.
      });
    }, restMs);
    return () => clearTimeout(timer);
  }, [id, isDue, lastMessageAt]);
}
