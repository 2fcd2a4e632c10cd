import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../shared/model/chat';
import { stickerMood } from '../thread/sticker-catalogue';

/** Says in one line what a bubble holds, for lists and strips that have no room for it. */
export function useContentWords(): (content: MessageContent) => string {
  const { t } = useTranslation('chats');
  return (content) => {
    switch (content.type) {
      case 'text':
        return content.text;
      case 'sticker': {
        const mood = stickerMood(content);
        return mood === null ? t('preview.sticker') : `${t('preview.sticker')}: ${t(`stickers.mood.${mood}`)}`;
      }
      case 'location':
        return `${t('preview.location')}: ${content.title ?? content.address ?? ''}`;
      case 'file':
        return content.fileName === '' ? t('preview.file') : content.fileName;
      case 'card':
        return content.altText;
      case 'image':
      case 'video':
      case 'audio':
        return t(`preview.${content.type}`);
      case 'postback':
        return content.text ?? t('preview.other');
      case 'other':
        return content.label ?? t('preview.other');
    }
  };
}
