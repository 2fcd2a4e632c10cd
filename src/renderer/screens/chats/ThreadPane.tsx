import { Skeleton } from '@mantine/core';
import { type RefObject, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { ChatMessage, ConversationDetail } from '../../../shared/model/chat';
import type { ConversationId, MessageId, OfficialAccountId } from '../../../shared/model/ids';
import { useChatView } from './chat-view';
import { ClosedComposer } from './composer/ClosedComposer';
import { Composer, type ComposerHandle } from './composer/Composer';
import { composerBlock } from './composer/composer-block';
import { DropZone } from './composer/DropZone';
import { quoteInDraft } from './composer/draft-store';
import { addFiles } from './composer/files/upload-store';
import { newestSeenAt } from './composer/newest-seen';
import { seenEmojiOf } from './composer/seen-emoji';
import { NoteEditor } from './team/NoteEditor';
import { OnlookerBand } from './team/OnlookerBand';
import type { SearchMenuHandle } from './team/SearchMenu';
import { useTellLook } from './team/useTellLook';
import { ThreadHeader } from './thread/ThreadHeader';
import { ThreadMessages, type ThreadMessagesHandle } from './thread/ThreadMessages';
import { useThread } from './thread/useThread';
import { useMarkRead } from './useMarkRead';

/** What the screen's keys can ask of the thread. */
export interface ThreadPaneHandle {
  readonly focusComposer: () => void;
  readonly toNewest: () => void;
  readonly chooseAssignee: () => void;
}

interface ThreadPaneProps {
  readonly conversation: ConversationDetail;
  readonly target: MessageId | null;
  readonly connectedAccountIds: readonly OfficialAccountId[] | null;
  readonly isPanelOpen: boolean;
  readonly onTogglePanel: () => void;
  readonly onToggleDone: () => void;
  readonly handle: RefObject<ThreadPaneHandle | null>;
}

/** One conversation: its head, its messages, and where a reply is written. Use it under a `key` of conversation and target. */
export function ThreadPane(props: ThreadPaneProps) {
  const { conversation, target, connectedAccountIds, isPanelOpen, onTogglePanel, onToggleDone, handle } = props;
  const thread = useThread(conversation.id, target);
  const composer = useRef<ComposerHandle>(null);
  const messages = useRef<ThreadMessagesHandle>(null);
  const [isAtNewest, setAtNewest] = useState(target === null);
  const block = composerBlock(conversation, connectedAccountIds);

  const isNoting = useChatView((state) => state.writing === 'note');

  useMarkRead({
    conversationId: conversation.id,
    unreadCount: conversation.unreadCount,
    lastMessageAt: conversation.lastMessageAt,
    isAtNewest: isAtNewest && thread.window !== null,
  });
  const focusComposer = useCallback(() => composer.current?.focus(), []);
  const shown = useRef<readonly ChatMessage[]>([]);
  useEffect(() => {
    shown.current = thread.window?.messages ?? [];
  });
  const onQuote = useCallback((message: ChatMessage) => quoteInDraft(conversation.id, message.id), [conversation.id]);
  const toNewest = (): void => messages.current?.toNewest();
  const assignMenu = useRef<SearchMenuHandle>(null);
  useImperativeHandle(handle, () => ({
    focusComposer,
    toNewest,
    chooseAssignee: () => assignMenu.current?.open(),
  }));

  return (
    <div className="chat-thread">
      <TellLook conversationId={conversation.id} />
      <ThreadHeader
        conversation={conversation}
        isPanelOpen={isPanelOpen}
        onTogglePanel={onTogglePanel}
        onToggleDone={onToggleDone}
        assignMenu={assignMenu}
      />
      <DropZone name={conversation.title} onFiles={block === null ? (files) => addFiles(conversation.id, files) : null}>
        <ThreadMessages
          conversationId={conversation.id}
          thread={thread}
          customer={{
            name: conversation.title,
            pictureUrl: conversation.pictureUrl,
            colorKey: conversation.id,
            isGroup: conversation.sourceType !== 'user',
          }}
          onDiscarded={focusComposer}
          {...(block === null ? { onQuote } : {})}
          onAtNewest={setAtNewest}
          handle={messages}
        />
        <OnlookerBand conversationId={conversation.id} />
        {block === null ? (
          <Composer
            conversation={conversation}
            onStored={thread.accept}
            onSent={toNewest}
            seenUntil={() => newestSeenAt(shown.current)}
            seenEmoji={() => seenEmojiOf(shown.current)}
            handle={composer}
          />
        ) : (
          <>
            {isNoting ? (
              <div className="chat-closed-note">
                <NoteEditor
                  conversationId={conversation.id}
                  onSaved={toNewest}
                  onCancel={() => useChatView.getState().setWriting('reply')}
                />
              </div>
            ) : null}
            <ClosedComposer conversation={conversation} block={block} />
          </>
        )}
      </DropZone>
    </div>
  );
}

/** Apart from the thread, which would be drawn anew with the first letter of every answer. */
function TellLook({ conversationId }: { readonly conversationId: ConversationId }) {
  useTellLook(conversationId);
  return null;
}

/** Grey form of a conversation while it is being read. It appears late, so that a quick answer shows no flash. */
export function ThreadSkeleton() {
  return (
    <div className="chat-thread lumo-late" aria-hidden>
      <div className="chat-thread-head">
        <Skeleton circle height={36} />
        <div className="chat-thread-who">
          <Skeleton height={13} width={160} />
          <Skeleton height={10} width={220} mt={8} />
        </div>
      </div>
    </div>
  );
}
