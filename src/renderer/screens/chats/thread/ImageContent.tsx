import { ActionIcon, Loader, Modal, UnstyledButton } from '@mantine/core';
import { IconPhotoDown, IconPhotoOff, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../shared/model/chat';
import { useFormat } from '../../../i18n/useFormat';

interface ImageContentProps {
  readonly media: Extract<MessageContent, { type: 'image' }>['media'];
  readonly sentAt: number;
}

/** A photo at a fixed height, so that nothing jumps when it loads; a click shows it large. */
export function ImageContent({ media, sentAt }: ImageContentProps) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const url = media.url ?? media.previewUrl;
  const name = t('message.imageFrom', { time: format.dateTime(sentAt) });

  if (media.state === 'stored' && url !== null && !isBroken) {
    return (
      <>
        <UnstyledButton className="chat-image" aria-label={t('message.imageOpen')} onClick={() => setOpen(true)}>
          <img src={media.previewUrl ?? url} alt={name} draggable={false} onError={() => setBroken(true)} />
        </UnstyledButton>
        <Modal
          opened={isOpen}
          onClose={() => setOpen(false)}
          fullScreen
          withCloseButton={false}
          transitionProps={{ transition: 'fade', duration: 120 }}
          classNames={{ content: 'chat-lightbox', body: 'chat-lightbox-body' }}
          attributes={{ content: { 'aria-label': name } }}
        >
          <ActionIcon
            className="chat-lightbox-close"
            variant="default"
            size="lg"
            radius="xl"
            aria-label={t('message.imageClose')}
            onClick={() => setOpen(false)}
            data-autofocus
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape and the button close it by key */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the photo closes it */}
          <div className="chat-lightbox-stage" onClick={() => setOpen(false)}>
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps a click on the photo from closing it */}
            <img src={url} alt={name} onClick={(event) => event.stopPropagation()} />
          </div>
        </Modal>
      </>
    );
  }
  if (media.state === 'pending') {
    return (
      <span className="chat-image-state" role="status">
        <Loader size="sm" aria-hidden />
        {t('message.imagePending')}
      </span>
    );
  }
  const isGone = media.state === 'gone';
  const Icon = isGone ? IconPhotoOff : IconPhotoDown;
  return (
    <span className="chat-image-state">
      <Icon size={26} stroke={1.4} aria-hidden />
      <strong>{t(isGone ? 'message.imageGone' : 'message.imageFailed')}</strong>
      <span>{t(isGone ? 'message.imageGoneHint' : 'message.imageFailedHint')}</span>
    </span>
  );
}
