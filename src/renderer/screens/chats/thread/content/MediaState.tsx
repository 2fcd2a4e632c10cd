import { Loader } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../../shared/model/chat';

type ClipKind = 'image' | 'video' | 'audio';

interface MediaStateProps {
  readonly kind: ClipKind;
  readonly media: Media;
  readonly icon: TablerIcon;
}

/** In place of a file that is not here: still coming, deleted by LINE, or not to be had. */
export function MediaState({ kind, media, icon: Icon }: MediaStateProps) {
  const { t } = useTranslation('chats');
  if (media.state === 'pending') {
    return (
      <span className="chat-image-state" data-kind={kind} role="status">
        <Loader size="sm" aria-hidden />
        {t(`message.${kind}Pending`)}
      </span>
    );
  }
  const end = media.state === 'gone' ? 'Gone' : 'Failed';
  return (
    <span className="chat-image-state" data-kind={kind}>
      <Icon size={26} stroke={1.4} aria-hidden />
      <strong>{t(`message.${kind}${end}`)}</strong>
      <span>{t(`message.media${end}Hint`)}</span>
    </span>
  );
}
