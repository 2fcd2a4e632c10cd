import { IconSticker2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../shared/model/chat';
import { moodEmoji, stickerMood } from './sticker-catalogue';

type Sticker = Extract<MessageContent, { type: 'sticker' }>;

/** A drawn tile for a sticker: what it says by its text, its id or LINE's keywords. LINE's picture is not loaded. */
export function StickerContent({ sticker }: { readonly sticker: Sticker }) {
  const { t } = useTranslation('chats');
  const mood = stickerMood(sticker);
  const words = sticker.text ?? (mood === null ? sticker.keywords.slice(0, 3).join(', ') : t(`stickers.mood.${mood}`));
  return (
    <span
      className="chat-sticker"
      title={t('message.stickerId', { sticker: sticker.stickerId, package: sticker.packageId })}
    >
      <span className="chat-sticker-art" data-known={mood !== null} aria-hidden>
        {mood === null ? <IconSticker2 size={44} stroke={1.2} /> : moodEmoji[mood]}
      </span>
      {words === '' ? null : <span className="chat-sticker-words">{words}</span>}
      <span className="chat-sticker-label">{t('message.sticker')}</span>
    </span>
  );
}
