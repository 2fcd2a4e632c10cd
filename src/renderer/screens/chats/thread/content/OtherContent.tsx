import {
  IconClick,
  IconDiscount2,
  IconFile,
  IconMessage2,
  IconMicrophone,
  IconPhoto,
  IconPuzzle,
  IconSticker2,
  IconVideo,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../../shared/model/chat';

type Other = Extract<MessageContent, { type: 'other' }>;

const icons = {
  video: IconVideo,
  audio: IconMicrophone,
  image: IconPhoto,
  file: IconFile,
  sticker: IconSticker2,
  imagemap: IconMessage2,
  template: IconMessage2,
  flex: IconMessage2,
  postback: IconClick,
  coupon: IconDiscount2,
} as const;

type KnownType = keyof typeof icons;

function isKnown(type: string): type is KnownType {
  return Object.hasOwn(icons, type);
}

/** A kind that is only named: its raw form is stored and can be looked at. */
export function OtherContent({ content }: { readonly content: Other }) {
  const { t } = useTranslation('chats');
  const type = content.lineType;
  const Icon = isKnown(type) ? icons[type] : IconPuzzle;
  return (
    <span className="chat-other" title={t('message.other')}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <span>
        {isKnown(type) ? t(`message.types.${type}`) : t('message.types.unknown', { type })}
        {content.label === null || content.label === '' ? null : <small>{content.label}</small>}
      </span>
    </span>
  );
}
