import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../../shared/model/chat';
import type { MessageId } from '../../../../../shared/model/ids';

interface QuotedMessageProps {
  readonly quote: NonNullable<ChatMessage['quote']>;
  readonly customerName: string;
  readonly onJump: (id: MessageId) => void;
}

const labelled = ['sticker', 'image', 'location', 'video', 'audio', 'file', 'unsend'] as const;

/** The quoted message as a strip above the answer; a click goes to it. */
export function QuotedMessage({ quote, customerName, onJump }: QuotedMessageProps) {
  const { t } = useTranslation('chats');
  const { messageId } = quote;
  const sender = quote.isOurs ? t('message.you') : (quote.senderName ?? customerName);
  const key = labelled.find((label) => label === quote.type) ?? 'other';
  const words = messageId === null ? t('message.quoteGone') : (quote.text ?? t(`preview.${key}`));
  const body = (
    <>
      {messageId === null ? null : <strong>{sender}</strong>}
      <span className="chat-quote-words">{words}</span>
    </>
  );
  return messageId === null ? (
    <span className="chat-quote" data-gone>
      {body}
    </span>
  ) : (
    <UnstyledButton
      className="chat-quote"
      title={t('message.quoteJump')}
      aria-label={t('message.quoteOf', { name: sender, text: words })}
      onClick={() => onJump(messageId)}
    >
      {body}
    </UnstyledButton>
  );
}
