import { UnstyledButton } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../../shared/model/chat';
import { useFormat } from '../../../../i18n/useFormat';
import { Lightbox } from './Lightbox';
import { MediaState } from './MediaState';

interface ImageContentProps {
  readonly media: Media;
  readonly sentAt: number;
}

/** A photo at a fixed height, so that nothing jumps when it loads; a click shows it large. */
export function ImageContent({ media, sentAt }: ImageContentProps) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const url = media.url ?? media.previewUrl;
  if (media.state !== 'stored' || url === null || isBroken) {
    return <MediaState kind="image" media={isBroken ? { ...media, state: 'failed' } : media} icon={IconPhotoOff} />;
  }
  const name = t('message.imageFrom', { time: format.dateTime(sentAt) });
  return (
    <>
      <UnstyledButton className="chat-image" aria-label={t('message.imageOpen')} onClick={() => setOpen(true)}>
        <img src={media.previewUrl ?? url} alt={name} draggable={false} onError={() => setBroken(true)} />
      </UnstyledButton>
      {isOpen ? <Lightbox url={url} name={name} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
