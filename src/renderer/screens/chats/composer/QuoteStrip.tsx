import { ActionIcon } from '@mantine/core';
import { IconQuoteFilled, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ConversationId, MessageId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { useContentWords } from './useContentWords';

interface QuoteStripProps {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  readonly customerName: string;
  readonly onRemove: () => void;
}

/** The message that the answer quotes, above the text. */
export function QuoteStrip({ conversationId, messageId, customerName, onRemove }: QuoteStripProps) {
  const { t } = useTranslation('chats');
  const words = useContentWords();
  const around = useQuery(
    orpc.chat.messages.queryOptions({ input: { conversationId, before: null, around: messageId, limit: 2 } }),
  );
  const quoted = around.data?.messages.find((message) => message.id === messageId);
  const sender =
    quoted === undefined ? null : (quoted.senderName ?? (quoted.direction === 'out' ? t('message.you') : customerName));
  return (
    <div className="chat-quote-strip">
      <IconQuoteFilled size={16} aria-hidden />
      <span className="chat-quote-strip-text">
        <strong>{sender === null ? t('composer.quote.label') : t('composer.quote.of', { name: sender })}</strong>
        <span>
          {quoted === undefined ? (around.isSuccess ? t('composer.quote.gone') : ' ') : words(quoted.content)}
        </span>
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('composer.quote.remove')}
        title={t('composer.quote.remove')}
        onClick={onRemove}
      >
        <IconX size={15} aria-hidden />
      </ActionIcon>
    </div>
  );
}
