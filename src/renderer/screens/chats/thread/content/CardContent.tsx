import { useTranslation } from 'react-i18next';
import type { CardBlock, MessageContent } from '../../../../../shared/model/chat';
import { ActionMark } from './ActionMark';
import { CardPicture } from './CardPicture';

type Card = Extract<MessageContent, { type: 'card' }>;

/** A template, Flex Message or rich message, as cards side by side that say what the customer could read and tap. */
export function CardContent({ card }: { readonly card: Card }) {
  const { t } = useTranslation('chats');
  return (
    <span className="chat-cards" data-many={card.cards.length > 1}>
      <span className="chat-cards-label">
        {t(`message.types.${card.lineType}`)}
        {card.cards.length > 1 ? ` · ${t('message.cards', { count: card.cards.length })}` : ''}
      </span>
      <span
        className="chat-cards-row"
        {...(card.cards.length > 1 ? { tabIndex: 0, role: 'group', 'aria-label': card.altText } : {})}
      >
        {card.cards.map((blocks, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the cards of one message never change places
          <span key={place} className="chat-card">
            {blocks.map((block, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nor do the lines of a card
              <Block key={row} block={block} />
            ))}
          </span>
        ))}
      </span>
    </span>
  );
}

function Block({ block }: { readonly block: CardBlock }) {
  switch (block.kind) {
    case 'text':
      return <span className={block.isStrong ? 'chat-card-strong' : 'chat-card-text'}>{block.text}</span>;
    case 'picture':
      return <CardPicture url={block.url} action={block.action} />;
    case 'button':
      return <ActionMark action={block.action} />;
    case 'separator':
      return <hr className="chat-card-line" />;
  }
}
