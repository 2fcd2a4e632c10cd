import { VisuallyHidden } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage, MessageContent } from '../../../../shared/model/chat';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { DayDivider } from './DayDivider';
import { FailedNotice } from './FailedNotice';
import type { ThreadItem } from './group-messages';
import { ImageContent } from './ImageContent';
import { LocationContent } from './LocationContent';
import { MessageMeta } from './MessageMeta';
import { OtherContent } from './OtherContent';
import { StickerContent } from './StickerContent';
import { TextContent } from './TextContent';

/** Whose photo and name stand beside the customer's bubbles. */
export interface Customer {
  readonly name: string;
  readonly pictureUrl: string | null;
  readonly colorKey: string;
}

interface MessageBubbleProps {
  readonly item: ThreadItem;
  readonly customer: Customer;
  readonly isHighlighted: boolean;
  readonly onRetried: (message: ChatMessage) => void;
  readonly onDiscarded: (text: string | null) => void;
}

function Content({ content, sentAt }: { readonly content: MessageContent; readonly sentAt: number }) {
  switch (content.type) {
    case 'text':
      return <TextContent text={content.text} />;
    case 'sticker':
      return <StickerContent sticker={content} />;
    case 'image':
      return <ImageContent media={content.media} sentAt={sentAt} />;
    case 'location':
      return <LocationContent location={content} />;
    case 'other':
      return <OtherContent content={content} />;
  }
}

/** One message in its place: day divider, photo, name, bubble, state and cost. */
export function MessageBubble({ item, customer, isHighlighted, onRetried, onDiscarded }: MessageBubbleProps) {
  const { t } = useTranslation('chats');
  const { message } = item;
  const isOwn = message.direction === 'out';
  const sender = message.senderName ?? (isOwn ? t('message.you') : customer.name);
  // Sides and photos say who writes; a name is only needed where several people can stand on one side.
  const isNamed = message.senderName !== null || message.origin === 'otherConsole';
  const isFailed = message.state === 'failed';
  return (
    <div className="chat-item" data-first={item.isFirstOfGroup} data-message={message.id}>
      {item.startsDay ? <DayDivider at={message.sentAt} /> : null}
      {message.state === 'unsent' ? (
        <div className="chat-unsent" data-highlighted={isHighlighted}>
          <IconMessageOff size={15} aria-hidden />
          {t('message.unsent')}
        </div>
      ) : (
        <div className="chat-line" data-own={isOwn} data-highlighted={isHighlighted}>
          {isOwn ? null : (
            <span className="chat-photo">
              {item.isLastOfGroup ? (
                <AccountAvatar
                  name={customer.name}
                  pictureUrl={customer.pictureUrl}
                  colorKey={customer.colorKey}
                  size={32}
                />
              ) : null}
            </span>
          )}
          <div className="chat-column">
            {item.isFirstOfGroup && isNamed ? (
              <span className="chat-sender">
                {message.senderName}
                {message.origin === 'otherConsole' ? <em>{t('message.otherConsole')}</em> : null}
              </span>
            ) : (
              <VisuallyHidden>{sender}</VisuallyHidden>
            )}
            <div className="chat-bubble-line">
              <div
                className="chat-bubble"
                data-type={message.content.type}
                data-state={message.state}
                data-last={item.isLastOfGroup}
              >
                <Content content={message.content} sentAt={message.sentAt} />
              </div>
              <MessageMeta message={message} isTimeShown={item.isLastOfGroup || isFailed} />
            </div>
            {isFailed ? <FailedNotice message={message} onRetried={onRetried} onDiscarded={onDiscarded} /> : null}
          </div>
        </div>
      )}
    </div>
  );
}
