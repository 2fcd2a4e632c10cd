import { Textarea } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage, ConversationDetail } from '../../../../shared/model/chat';
import type { OutgoingContent } from '../../../../shared/model/outgoing';
import { useOnline } from '../../../bridge/useOnline';
import { useSettings } from '../../../bridge/useSettings';
import { accountColor } from '../../../components/account-color';
import { isImeEnter } from '../../../components/ime';
import { CostLine } from './CostLine';
import { EmojiButton, StickerButton } from './PickerButton';
import { SendButton } from './SendButton';
import { enterIntent } from './send-key';
import { longestText, textLength } from './text-length';
import { useDraft } from './useDraft';
import { useSend } from './useSend';

/** What the keys and the messages can ask of the composer. */
export interface ComposerHandle {
  readonly focus: () => void;
  /** Puts the text of a discarded message in front of what is being written. */
  readonly giveBack: (text: string) => void;
}

interface ComposerProps {
  readonly conversation: ConversationDetail;
  readonly onStored: (message: ChatMessage) => void;
  /** A message left the composer: the thread shows its end. */
  readonly onSent: () => void;
  readonly handle: RefObject<ComposerHandle | null>;
}

/** Where a reply is written: account, cost, text, emoji, stickers, send. Use it under a `key` of the conversation. */
export function Composer({ conversation, onStored, onSent, handle }: ComposerProps) {
  const { t } = useTranslation('chats');
  const [{ sendKey }] = useSettings();
  const { isOnline } = useOnline();
  const input = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(conversation.id, conversation.draft.text);
  const send = useSend(conversation.id, onStored);
  const length = textLength(draft.text);
  const canSend = length.units > 0 && !length.isOver;

  const giveBack = (text: string): void => {
    const held = input.current?.value ?? '';
    draft.change(held.trim() === '' ? text : `${text}\n${held}`);
    input.current?.focus();
  };
  useImperativeHandle(handle, () => ({ focus: () => input.current?.focus(), giveBack }));

  const submit = (content: OutgoingContent, onRefused: () => void): void => {
    send(content, onRefused);
    onSent();
    input.current?.focus();
  };
  const sendText = (): void => {
    if (!canSend) return;
    const text = draft.text.trim();
    draft.change('');
    draft.save();
    submit({ type: 'text', parts: [{ kind: 'text', text }] }, () => giveBack(text));
  };
  const insert = (text: string): void => {
    const field = input.current;
    const from = field?.selectionStart ?? draft.text.length;
    const to = field?.selectionEnd ?? from;
    draft.change(draft.text.slice(0, from) + text + draft.text.slice(to));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) input.current?.blur();
    const intent = enterIntent({ ...keysOf(event), isIme: isImeEnter(event) }, sendKey);
    if (intent === 'none') return;
    event.preventDefault();
    if (intent === 'send') sendText();
    else insert('\n');
  };

  return (
    <div className="chat-composer">
      <div className="chat-composer-head">
        <span className="chat-composer-as">
          <span
            className="lumo-account-dot"
            style={{ background: `var(--mantine-color-${accountColor(conversation.officialAccountId)}-6)` }}
            aria-hidden
          />
          <span className="chat-composer-as-word">{t('composer.as')}</span>
          <strong>{conversation.officialAccountName}</strong>
        </span>
        <CostLine conversation={conversation} isOnline={isOnline} />
      </div>
      <div className="chat-composer-box" data-over={length.isOver}>
        <Textarea
          ref={input}
          variant="unstyled"
          autosize
          minRows={1}
          maxRows={9}
          aria-label={t('composer.label', { name: conversation.title })}
          placeholder={t('composer.placeholder', { name: conversation.title })}
          value={draft.text}
          onChange={(event) => draft.change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          classNames={{ input: 'chat-composer-input' }}
        />
        <div className="chat-composer-foot">
          <EmojiButton onPick={insert} />
          <StickerButton
            onPick={({ packageId, stickerId }) => submit({ type: 'sticker', packageId, stickerId }, () => undefined)}
          />
          <span className="chat-composer-space" />
          {length.isOver ? (
            <span className="chat-composer-count" data-over="true" role="status">
              {t('composer.over', { count: length.units - longestText })}
            </span>
          ) : length.isShown ? (
            <span className="chat-composer-count">
              {t('composer.count', { units: length.units, limit: longestText })}
            </span>
          ) : null}
          <SendButton conversation={conversation} sendKey={sendKey} isDisabled={!canSend} onSend={sendText} />
        </div>
      </div>
    </div>
  );
}

function keysOf(event: KeyboardEvent) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  return { key, shiftKey, ctrlKey, metaKey, altKey };
}
