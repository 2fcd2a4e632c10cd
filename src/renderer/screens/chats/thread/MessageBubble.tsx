import { VisuallyHidden } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';
import type { MessageId } from '../../../../shared/model/ids';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { BubbleMenu } from './content/BubbleMenu';
import { MessageContentView } from './content/MessageContentView';
import { QuickReplies } from './content/QuickReplies';
import { QuotedMessage } from './content/QuotedMessage';
import { DayDivider } from './DayDivider';
import { FailedNotice } from './FailedNotice';
import type { ThreadItem } from './group-messages';
import { HeldNotice } from './HeldNotice';
import { MessageMeta } from './MessageMeta';
import { WaitingNotice } from './WaitingNotice';

/** Whose photo and name stand beside the customer's bubbles. */
export interface Customer {
  readonly name: string;
  readonly pictureUrl: string | null;
  readonly colorKey: string;
  /** In a group each message has its own sender. */
  readonly isGroup: boolean;
}

/** What a person can do with a message of the thread. */
export interface BubbleActions {
  readonly onRetried: (message: ChatMessage) => void;
  readonly onDiscarded: (text: string | null) => void;
  readonly onJump: (id: MessageId) => void;
  /** Absent where nothing can be written. */
  readonly onQuote: ((message: ChatMessage) => void) | undefined;
}

interface MessageBubbleProps {
  readonly item: ThreadItem;
  readonly customer: Customer;
  readonly isHighlighted: boolean;
  readonly actions: BubbleActions;
}

/** One message in its place: day divider, photo, name, quote, bubble, state and cost. */
export function MessageBubble({ item, customer, isHighlighted, actions }: MessageBubbleProps) {
  const { t } = useTranslation('chats');
  const { message } = item;
  // Its picture stands in the grid of the one before; what is left is a line that can be jumped to.
  if (item.isInSetAbove) return <div className="chat-item chat-item-in-set" data-message={message.id} />;
  return (
    <div className="chat-item" data-first={item.isFirstOfGroup} data-message={message.id}>
      {item.startsDay ? <DayDivider at={message.sentAt} /> : null}
      {message.state === 'unsent' ? (
        <div className="chat-unsent" data-highlighted={isHighlighted}>
          <IconMessageOff size={15} aria-hidden />
          {message.senderName === null || !customer.isGroup
            ? t('message.unsent')
            : t('message.unsentBy', { name: message.senderName })}
        </div>
      ) : (
        <Bubble item={item} customer={customer} isHighlighted={isHighlighted} actions={actions} />
      )}
    </div>
  );
}

function Bubble({ item, customer, isHighlighted, actions }: MessageBubbleProps) {
  const { t } = useTranslation('chats');
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { message } = item;
  const isOwn = message.direction === 'out';
  const isFailed = message.state === 'failed';
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    setMenuOpen(true);
  };
  return (
    <div className="chat-line" data-own={isOwn} data-highlighted={isHighlighted}>
      {isOwn ? null : (
        <span className="chat-photo">
          {item.isLastOfGroup ? <SenderPhoto message={message} customer={customer} /> : null}
        </span>
      )}
      <div className="chat-column">
        <SenderName item={item} customer={customer} />
        <div className="chat-bubble-line">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside it opens the same menu by key */}
          <div
            className="chat-bubble"
            data-type={message.content.type}
            data-state={message.state}
            data-last={item.isLastOfGroup}
            onContextMenu={onContextMenu}
          >
            {message.quote === null ? null : (
              <QuotedMessage
                quote={message.quote}
                customerName={customer.isGroup ? t('message.member') : customer.name}
                onJump={actions.onJump}
              />
            )}
            <MessageContentView message={message} imageSet={item.imageSet} />
          </div>
          <MessageMeta message={message} isTimeShown={item.isLastOfGroup || isFailed} />
          <BubbleMenu message={message} isOpen={isMenuOpen} onToggle={setMenuOpen} onQuote={actions.onQuote} />
        </div>
        <QuickReplies actions={message.quickReplies} />
        {isFailed ? (
          <FailedNotice message={message} onRetried={actions.onRetried} onDiscarded={actions.onDiscarded} />
        ) : null}
        <HeldNotice message={message} />
        <WaitingNotice message={message} />
      </div>
    </div>
  );
}

function SenderPhoto({ message, customer }: { readonly message: ChatMessage; readonly customer: Customer }) {
  const { t } = useTranslation('chats');
  return customer.isGroup ? (
    <AccountAvatar
      name={message.senderName ?? t('message.member')}
      pictureUrl={message.senderPictureUrl}
      colorKey={message.senderUserId ?? ''}
      size={32}
    />
  ) : (
    <AccountAvatar name={customer.name} pictureUrl={customer.pictureUrl} colorKey={customer.colorKey} size={32} />
  );
}

/** Sides and photos say who writes; a name is only needed where several people can stand on one side. */
function SenderName({ item, customer }: { readonly item: ThreadItem; readonly customer: Customer }) {
  const { t } = useTranslation('chats');
  const { message } = item;
  const isOwn = message.direction === 'out';
  const sender =
    message.senderName ?? (isOwn ? t('message.you') : customer.isGroup ? t('message.member') : customer.name);
  const isOther = message.origin === 'otherConsole';
  const isNamed = isOwn ? message.senderName !== null || isOther : customer.isGroup || message.senderName !== null;
  if (!item.isFirstOfGroup || !isNamed) return <VisuallyHidden>{sender}</VisuallyHidden>;
  return (
    <span className="chat-sender">
      {isOwn ? message.senderName : sender}
      {isOther ? <em>{t('message.otherConsole')}</em> : null}
    </span>
  );
}
