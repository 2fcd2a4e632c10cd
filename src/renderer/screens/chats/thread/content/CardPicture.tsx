import { IconPhoto } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ShownAction } from '../../../../../shared/model/chat';
import { useRemotePicture } from './useRemotePicture';

interface CardPictureProps {
  readonly url: string | null;
  readonly action: ShownAction | null;
}

/** A picture of a card at a fixed height; where it cannot be had, a drawn place holder. */
export function CardPicture({ url, action }: CardPictureProps) {
  const { t } = useTranslation('chats');
  const picture = useRemotePicture(url);
  return (
    <span className="chat-card-picture" title={action?.detail ?? undefined}>
      {picture.state === 'shown' ? null : <IconPhoto size={34} stroke={1.2} aria-hidden />}
      {url === null || picture.state === 'none' ? null : (
        <img
          src={url}
          alt={t('message.cardPicture')}
          draggable={false}
          hidden={picture.state !== 'shown'}
          onLoad={picture.onLoad}
          onError={picture.onError}
        />
      )}
    </span>
  );
}
