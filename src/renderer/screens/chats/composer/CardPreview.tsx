import { useTranslation } from 'react-i18next';

interface CardPreviewProps {
  readonly pictureUrl: string | null;
  readonly title: string;
  readonly text: string;
  readonly labels: readonly string[];
}

/** A card about as a phone shows it. */
export function CardPreview({ pictureUrl, title, text, labels }: CardPreviewProps) {
  const { t } = useTranslation('chats');
  return (
    <figure className="chat-card-preview">
      <figcaption>{t('composer.card.preview')}</figcaption>
      <div className="chat-card-face">
        {pictureUrl === null ? null : <img src={pictureUrl} alt="" />}
        <div className="chat-card-body">
          {title === '' ? null : <strong>{title}</strong>}
          <p>{text === '' ? t('composer.card.text') : text}</p>
        </div>
        {labels.map((label, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: buttons are drawn in their order only
          <span key={place} className="chat-card-button">
            {label === '' ? t('composer.tap.label') : label}
          </span>
        ))}
      </div>
    </figure>
  );
}
