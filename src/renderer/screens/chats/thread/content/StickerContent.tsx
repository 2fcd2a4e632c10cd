import { IconSticker2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../../shared/model/chat';
import { moodEmoji, stickerMood } from '../sticker-catalogue';
import { useRemotePicture } from './useRemotePicture';

type Sticker = Extract<MessageContent, { type: 'sticker' }>;

/** A sticker: LINE's picture of it, or a drawn tile of what it says by its text, its id or LINE's keywords. */
export function StickerContent({ sticker }: { readonly sticker: Sticker }) {
  const { t } = useTranslation('chats');
  const picture = useRemotePicture(sticker.pictureUrl);
  const mood = stickerMood(sticker);
  const words = sticker.text ?? (mood === null ? sticker.keywords.slice(0, 3).join(', ') : t(`stickers.mood.${mood}`));
  const isShown = picture.state === 'shown';
  const label = words === '' ? t('message.sticker') : t('message.stickerSays', { words });
  const motion = motionOf(sticker.resourceType);
  return (
    <span
      className="chat-sticker"
      data-picture={isShown}
      role="img"
      aria-label={label}
      title={t('message.stickerId', { sticker: sticker.stickerId, package: sticker.packageId })}
    >
      {isShown ? null : (
        <>
          <span className="chat-sticker-art" data-known={mood !== null} aria-hidden>
            {mood === null ? <IconSticker2 size={44} stroke={1.2} /> : moodEmoji[mood]}
          </span>
          {words === '' ? null : <span className="chat-sticker-words">{words}</span>}
          <span className="chat-sticker-label">
            {t('message.sticker')}
            {motion === null ? null : ` · ${t(`message.stickerMotion.${motion}`)}`}
          </span>
        </>
      )}
      {sticker.pictureUrl === null || picture.state === 'none' ? null : (
        <img
          src={sticker.pictureUrl}
          alt=""
          draggable={false}
          hidden={!isShown}
          onLoad={picture.onLoad}
          onError={picture.onError}
        />
      )}
    </span>
  );
}

/** What the still picture lacks; LINE's list of types may grow (LINE facts, section 4.6). */
function motionOf(resourceType: string | null): 'moves' | 'sounds' | 'both' | null {
  const moves = /ANIMATION|POPUP/.test(resourceType ?? '');
  const sounds = /SOUND/.test(resourceType ?? '');
  return moves && sounds ? 'both' : moves ? 'moves' : sounds ? 'sounds' : null;
}
