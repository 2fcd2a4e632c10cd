import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  type UIEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { draftTextOfParts } from '../../../../shared/model/draft-text';
import type { ConversationId } from '../../../../shared/model/ids';
import type { CannedContent } from '../../../../shared/model/outgoing';
import { useSettings } from '../../../bridge/useSettings';
import { isImeEnter } from '../../../components/ime';
import { attach } from './draft-model';
import { changeDraft, useDraftStore } from './draft-store';
import { addFiles } from './files/upload-store';
import { enterIntent } from './send-key';
import { splitTokens } from './split-tokens';
import type { Members } from './useMembers';
import { WordMenus, type WordMenusHandle } from './WordMenus';

/** What the rest of the composer can ask of its text. */
export interface ComposerTextHandle {
  readonly focus: () => void;
  /** Puts a text in the place of what is selected, or where the caret stands. */
  readonly insert: (text: string) => void;
}

interface ComposerTextProps {
  readonly conversationId: ConversationId;
  readonly customerName: string;
  readonly members: Members;
  readonly onSend: (isUndoable: boolean) => void;
  readonly onNextBubble: () => void;
  readonly onUndo: () => boolean;
  readonly handle: RefObject<ComposerTextHandle | null>;
}

/**
 * The field in which an answer is written. A plain text field, so that every input method, spelling check and undo of
 * the system works in it; it alone is drawn anew at each key.
 */
export function ComposerText(props: ComposerTextProps) {
  const { conversationId, customerName, members, onSend, onNextBubble, onUndo, handle } = props;
  const { t } = useTranslation('chats');
  const [{ sendKey }] = useSettings();
  const text = useDraftStore((state) => state.byId.get(conversationId)?.text ?? '');
  const input = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const menus = useRef<WordMenusHandle>(null);
  const [caret, setCaret] = useState(0);
  /** Where the caret goes once a changed text is drawn. */
  const nextCaret = useRef<number | null>(null);

  const change = (next: string): void => changeDraft(conversationId, (draft) => ({ ...draft, text: next }));
  const replace = (from: number, to: number, by: string): void => {
    const held = input.current?.value ?? text;
    nextCaret.current = from + by.length;
    change(held.slice(0, from) + by + held.slice(to));
    input.current?.focus();
  };
  const insert = (by: string): void => {
    const field = input.current;
    const from = field?.selectionStart ?? text.length;
    replace(from, field?.selectionEnd ?? from, by);
  };
  /** The last text of a canned reply goes into the field, to be changed there; what comes before it are bubbles. */
  const putCanned = (from: number, to: number, contents: CannedContent[]): void => {
    const last = contents.at(-1);
    const isText = last?.type === 'text';
    const bubbles = isText ? contents.slice(0, -1) : contents;
    if (bubbles.length > 0) changeDraft(conversationId, (draft) => attach(draft, bubbles));
    replace(from, to, isText ? draftTextOfParts(last.parts, members) : '');
  };
  useLayoutEffect(() => {
    const field = input.current;
    if (nextCaret.current === null || field === null || field.value !== text) return;
    field.setSelectionRange(nextCaret.current, nextCaret.current);
    setCaret(nextCaret.current);
    nextCaret.current = null;
  }, [text]);
  useImperativeHandle(handle, () => ({ focus: () => input.current?.focus(), insert }));

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const isIme = isImeEnter(event) || event.nativeEvent.isComposing;
    if (!isIme && menus.current?.onKey(event.key) === true) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape' && !isIme) input.current?.blur();
    const hasMod = event.ctrlKey || event.metaKey;
    if (hasMod && !event.shiftKey && event.key.toLowerCase() === 'z' && text === '' && onUndo()) {
      event.preventDefault();
      return;
    }
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const intent = enterIntent({ key, shiftKey, ctrlKey, metaKey, altKey, isIme }, sendKey);
    if (intent === 'none') return;
    event.preventDefault();
    if (intent === 'newLine') insert('\n');
    else if (intent === 'nextBubble') onNextBubble();
    else if (!event.repeat) onSend(intent === 'send');
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const files = [...event.clipboardData.files];
    // A table or a page brings its picture along with its text: then the text is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    addFiles(conversationId, files);
  };
  const onScroll = (event: UIEvent<HTMLTextAreaElement>): void => {
    if (marks.current !== null) marks.current.scrollTop = event.currentTarget.scrollTop;
  };
  const pieces = text.includes('⟦') ? splitTokens(text) : null;
  return (
    <div className="chat-composer-text">
      <WordMenus
        customerName={customerName}
        text={text}
        caret={caret}
        members={members}
        onReplace={replace}
        onCanned={putCanned}
        handle={menus}
      />
      {pieces === null ? null : (
        <div className="chat-composer-marks" ref={marks} aria-hidden>
          {pieces.map((piece, place) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
            piece.isToken ? <mark key={place}>{piece.text}</mark> : <span key={place}>{piece.text}</span>,
          )}{' '}
        </div>
      )}
      <textarea
        ref={input}
        className="chat-composer-input"
        rows={1}
        aria-label={t('composer.label', { name: customerName })}
        placeholder={t('composer.placeholder', { name: customerName })}
        value={text}
        onChange={(event) => {
          change(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onScroll={onScroll}
      />
    </div>
  );
}
