import { IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';

/**
 * Under a message that waits for a person: why. What came in between and the ways on stand above the composer, once for
 * all bubbles of a call. Null for every other message.
 */
export function HeldNotice({ message }: { readonly message: ChatMessage }) {
  const { t } = useTranslation('chats');
  if (message.heldBecause === null || message.state !== 'queued') return null;
  return (
    <span className="chat-waiting" data-held="true">
      <IconHandStop size={14} aria-hidden />
      {t(`held.${message.heldBecause}`)}
    </span>
  );
}
