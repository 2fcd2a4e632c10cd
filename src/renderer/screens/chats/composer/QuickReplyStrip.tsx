import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { QuickReply } from '../../../../shared/model/outgoing';

interface QuickReplyStripProps {
  readonly replies: readonly QuickReply[];
  readonly onEdit: () => void;
  readonly onRemove: (place: number) => void;
}

/** The buttons that the customer gets above the keyboard, as they will look. */
export function QuickReplyStrip({ replies, onEdit, onRemove }: QuickReplyStripProps) {
  const { t } = useTranslation('chats');
  if (replies.length === 0) return null;
  return (
    <ul className="chat-quick-strip" aria-label={t('composer.quick.label')}>
      {replies.map((reply, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same words
        <li key={place} className="chat-quick-chip">
          <UnstyledButton onClick={onEdit} title={t('composer.quick.edit')}>
            {reply.label}
          </UnstyledButton>
          <ActionIcon
            variant="transparent"
            color="gray"
            size={16}
            aria-label={t('composer.quick.remove', { label: reply.label })}
            onClick={() => onRemove(place)}
          >
            <IconX size={12} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
