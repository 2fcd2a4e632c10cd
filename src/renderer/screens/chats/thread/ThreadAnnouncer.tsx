import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';
import { copyableText } from './content/copyable-text';
import type { Customer } from './MessageBubble';

interface ThreadAnnouncerProps {
  readonly messages: readonly ChatMessage[];
  readonly customer: Customer;
  /** True where the newest message is held: what is read further back is nothing new. */
  readonly isLive: boolean;
}

const labelled = ['sticker', 'image', 'video', 'audio'] as const;

/** Says to a screen reader what came in while the thread is open; what was there when it opened is read by the reader itself. */
export function ThreadAnnouncer({ messages, customer, isLive }: ThreadAnnouncerProps) {
  const { t } = useTranslation('chats');
  const known = useRef<number | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    const last = messages.findLast((message) => message.direction === 'in' && message.state === 'received');
    const before = known.current;
    if (last !== undefined) known.current = Math.max(before ?? 0, last.sentAt);
    else known.current ??= 0;
    if (!isLive || before === null || last === undefined || last.sentAt <= before) return;
    const key = labelled.find((label) => label === last.content.type) ?? 'other';
    const words = copyableText(last.content) ?? t(`preview.${key}`);
    setText(t('thread.announce', { name: last.senderName ?? customer.name, text: words }));
  }, [messages, customer.name, isLive, t]);
  return <VisuallyHidden aria-live="polite">{text}</VisuallyHidden>;
}
