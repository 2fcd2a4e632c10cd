import { useTranslation } from 'react-i18next';
import type { ShownPart } from '../../../../../shared/model/chat';
import { emojiDrawing } from './emoji-drawing';
import { useRemotePicture } from './useRemotePicture';

/** A LINE emoji in a text: its picture, or a drawing of what its name says, or its name. */
export function EmojiMark({ emoji }: { readonly emoji: Extract<ShownPart, { kind: 'emoji' }> }) {
  const { t } = useTranslation('chats');
  const picture = useRemotePicture(emoji.pictureUrl);
  const name = emoji.alt.replace(/^\(|\)$/g, '');
  const label = name === '' ? t('message.emoji') : t('message.emojiNamed', { name });
  return (
    <span className="chat-line-emoji" role="img" aria-label={label} title={label}>
      {picture.state === 'shown' ? null : (
        <span className="chat-line-emoji-drawn" aria-hidden>
          {emojiDrawing(name) ?? (name === '' ? '🙂' : emoji.alt)}
        </span>
      )}
      {emoji.pictureUrl === null || picture.state === 'none' ? null : (
        <img
          src={emoji.pictureUrl}
          alt=""
          draggable={false}
          hidden={picture.state !== 'shown'}
          onLoad={picture.onLoad}
          onError={picture.onError}
        />
      )}
    </span>
  );
}
