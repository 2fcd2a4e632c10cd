import './composer.css';
import './attachments.css';
import './pickers.css';
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { ChatMessage, ConversationDetail } from '../../../../shared/model/chat';
import { draftTextOfParts } from '../../../../shared/model/draft-text';
import type { OutgoingContent } from '../../../../shared/model/outgoing';
import { useChatView } from '../chat-view';
import { NoteEditor } from '../team/NoteEditor';
import type { CatalogueSticker } from '../thread/sticker-catalogue';
import type { Addition } from './AddMenu';
import { AttachmentTray } from './AttachmentTray';
import { ComposerDialogs, type OpenDialog } from './ComposerDialogs';
import { ComposerFoot, type OpenPicker } from './ComposerFoot';
import { ComposerHead } from './ComposerHead';
import { ComposerText, type ComposerTextHandle } from './ComposerText';
import { attach, contentsOf, detach, problemOfDraft, splitText } from './draft-model';
import { changeDraft, draftOf, useDraftStore } from './draft-store';
import type { SeenEmoji } from './EmojiPicker';
import { addFiles, countRunning } from './files/upload-store';
import { hasRoomFor } from './has-room';
import { QuickReplyStrip } from './QuickReplyStrip';
import { QuoteStrip } from './QuoteStrip';
import { type SendTiming, sendContents, sendDraft } from './send-draft';
import { UndoBar } from './UndoBar';
import { takeBackLast, useUndoableSends } from './undo-store';
import { useComposerActions } from './useComposerActions';
import { useDraft } from './useDraft';
import { useMembers } from './useMembers';
import { WaitingList } from './WaitingList';

/** What the keys and the messages can ask of the composer. */
export interface ComposerHandle {
  readonly focus: () => void;
}

interface ComposerProps {
  readonly conversation: ConversationDetail;
  readonly onStored: (message: ChatMessage) => void;
  /** A message left the composer: the thread shows its end. */
  readonly onSent: () => void;
  /** `sentAt` of the newest message on screen. */
  readonly seenUntil: () => number;
  readonly seenEmoji: () => readonly SeenEmoji[];
  readonly handle: RefObject<ComposerHandle | null>;
}

const now: SendTiming = { sendAt: null, isUndoable: true };

/** Where an answer is written: bubbles, text, what it costs, when it goes. Use it under a `key` of the conversation. */
export function Composer({ conversation, onStored, onSent, seenUntil, seenEmoji, handle }: ComposerProps) {
  const { id, title } = conversation;
  const text = useRef<ComposerTextHandle>(null);
  const picture = useRef<HTMLInputElement>(null);
  const [picker, setPicker] = useState<OpenPicker>(null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const writing = useChatView((state) => state.writing);
  const setWriting = useChatView((state) => state.setWriting);
  const members = useMembers(conversation);
  const recipients = conversation.sourceType === 'user' ? 1 : Math.max(1, members.length);
  useDraft(id, conversation.draft);
  const attachments = useDraftStore((state) => state.byId.get(id)?.attachments ?? conversation.draft.attachments);
  const files = useDraftStore((state) => state.byId.get(id)?.files ?? conversation.draft.files);
  const quickReplies = useDraftStore((state) => state.byId.get(id)?.quickReplies ?? conversation.draft.quickReplies);
  const quoteId = useDraftStore((state) => state.byId.get(id)?.quoteMessageId ?? null);
  const comebacks = useDraftStore((state) => state.comebacks.get(id) ?? 0);

  const focus = (): void => {
    setWriting('reply');
    requestAnimationFrame(() => text.current?.focus());
  };
  useImperativeHandle(handle, () => ({ focus }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes back, or is quoted, asks for the focus
  useEffect(() => {
    if (comebacks > 0) focus();
  }, [comebacks]);

  const base = () => ({ conversationId: id, title, seenUntil: seenUntil(), onStored });
  const send = (timing: SendTiming): void => {
    const draft = draftOf(id);
    const contents = contentsOf(draft, members);
    if (problemOfDraft(draft, contents) !== null || countRunning(id) > 0) return;
    sendDraft({ ...base(), draft, contents, timing });
    onSent();
    focus();
  };
  const onSticker = ({ packageId, stickerId }: CatalogueSticker, isAttached: boolean): void => {
    const content: OutgoingContent = { type: 'sticker', packageId, stickerId };
    if (isAttached) attachOne(content);
    else {
      const draft = { ...draftOf(id), text: '', attachments: [content], files: [] };
      sendContents({ ...base(), draft, contents: [content], timing: now });
      // The quote and the quick replies went with the sticker; what was being written stays.
      changeDraft(id, (held) => ({ ...held, quoteMessageId: null, quickReplies: [] }));
      onSent();
    }
    focus();
  };
  const attachOne = (content: OutgoingContent): void =>
    changeDraft(id, (draft) => (hasRoomFor(draft) ? attach(draft, [content]) : draft));
  const nextBubble = (): void => {
    changeDraft(id, (draft) => splitText(draft, members) ?? draft);
    focus();
  };
  const add = (addition: Addition): void => {
    if (addition === 'files') picture.current?.click();
    else if (addition === 'nextBubble') nextBubble();
    else if (addition === 'canned') {
      focus();
      requestAnimationFrame(() => text.current?.insert('/'));
    } else setDialog({ kind: addition, place: null });
  };
  const edit = (place: number): void => {
    const content = draftOf(id).attachments[place];
    if (content?.type === 'location') setDialog({ kind: 'location', place });
    else if (content?.type === 'buttons') setDialog({ kind: 'card', place });
    else if (content?.type === 'text') {
      changeDraft(id, (draft) => {
        const back = draftTextOfParts(content.parts, members);
        return { ...detach(draft, place), text: draft.text.trim() === '' ? back : `${back}\n${draft.text}` };
      });
      focus();
    }
  };
  useComposerActions({ conversationId: id, onAdd: add, setPicker, onSend: (timing) => send(timing), writing });

  return (
    <div className="chat-composer" data-writing={writing}>
      <UndoBar conversationId={id} />
      <WaitingList conversationId={id} />
      <ComposerHead conversation={conversation} recipients={recipients} writing={writing} setWriting={setWriting} />
      {writing === 'note' ? (
        <NoteEditor conversationId={id} onSaved={onSent} onCancel={focus} />
      ) : (
        <div className="chat-composer-box">
          {quoteId === null ? null : (
            <QuoteStrip
              conversationId={id}
              messageId={quoteId}
              customerName={title}
              onRemove={() => {
                changeDraft(id, (draft) => ({ ...draft, quoteMessageId: null }));
                focus();
              }}
            />
          )}
          <AttachmentTray
            conversationId={id}
            attachments={attachments}
            files={files}
            onEdit={edit}
            onLeave={() => text.current?.focus()}
          />
          <ComposerText
            conversationId={id}
            customerName={title}
            members={members}
            onSend={(isUndoable) => send({ sendAt: null, isUndoable })}
            onNextBubble={nextBubble}
            onUndo={() => {
              const canUndo = useUndoableSends.getState().sends.length > 0;
              if (canUndo) takeBackLast();
              return canUndo;
            }}
            handle={text}
          />
          <QuickReplyStrip
            replies={quickReplies}
            onEdit={() => setDialog({ kind: 'quickReplies', place: null })}
            onRemove={(place) =>
              changeDraft(id, (draft) => ({ ...draft, quickReplies: draft.quickReplies.toSpliced(place, 1) }))
            }
          />
          <ComposerFoot
            conversation={conversation}
            members={members}
            recipients={recipients}
            picker={picker}
            setPicker={setPicker}
            seenEmoji={seenEmoji}
            onAdd={add}
            onInsert={(inserted) => text.current?.insert(inserted)}
            onSticker={onSticker}
            onSend={(isUndoable) => send({ sendAt: null, isUndoable })}
            onSendAt={(sendAt) => send({ sendAt, isUndoable: true })}
            onPickTime={() => setDialog({ kind: 'time', place: null })}
          />
        </div>
      )}
      <input
        ref={picture}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          addFiles(id, [...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
          focus();
        }}
      />
      {dialog === null ? null : (
        <ComposerDialogs
          conversationId={id}
          dialog={dialog}
          onSendAt={(sendAt) => send({ sendAt, isUndoable: true })}
          onClose={() => {
            setDialog(null);
            focus();
          }}
        />
      )}
    </div>
  );
}
