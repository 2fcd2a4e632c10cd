import {
  IconClick,
  IconFile,
  IconMessage2,
  IconMicrophone,
  IconPuzzle,
  IconUserMinus,
  IconUserPlus,
  IconVideo,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../shared/model/chat';

type Other = Extract<MessageContent, { type: 'other' }>;

const icons = {
  video: IconVideo,
  audio: IconMicrophone,
  file: IconFile,
  imagemap: IconMessage2,
  template: IconMessage2,
  flex: IconMessage2,
  postback: IconClick,
  follow: IconUserPlus,
  unfollow: IconUserMinus,
  join: IconUserPlus,
  leave: IconUserMinus,
  memberJoined: IconUserPlus,
  memberLeft: IconUserMinus,
  beacon: IconPuzzle,
  accountLink: IconPuzzle,
  videoPlayComplete: IconVideo,
} as const;

type KnownType = keyof typeof icons;

function isKnown(type: string): type is KnownType {
  return Object.hasOwn(icons, type);
}

/** A type that is only named: its raw form is stored. */
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
