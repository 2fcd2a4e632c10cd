import { ActionIcon, Modal } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface LightboxProps {
  readonly url: string;
  readonly name: string;
  readonly onClose: () => void;
  /** To the picture before (-1) or after (1); absent for a single one. */
  readonly onStep?: (by: -1 | 1) => void;
}

/** A picture as large as the window. Escape and a click beside it close it; arrow keys turn over. */
export function Lightbox({ url, name, onClose, onStep }: LightboxProps) {
  const { t } = useTranslation('chats');
  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen
      withCloseButton={false}
      transitionProps={{ transition: 'fade', duration: 120 }}
      classNames={{ content: 'chat-lightbox', body: 'chat-lightbox-body' }}
      attributes={{ content: { 'aria-label': name } }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onStep?.(-1);
        if (event.key === 'ArrowRight') onStep?.(1);
      }}
    >
      <ActionIcon
        className="chat-lightbox-close"
        variant="default"
        size="lg"
        radius="xl"
        aria-label={t('message.imageClose')}
        onClick={onClose}
        data-autofocus
      >
        <IconX size={18} aria-hidden />
      </ActionIcon>
      {onStep === undefined ? null : (
        <>
          <ActionIcon
            className="chat-lightbox-step"
            data-side="left"
            variant="default"
            size="lg"
            radius="xl"
            aria-label={t('message.imagePrevious')}
            onClick={() => onStep(-1)}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            className="chat-lightbox-step"
            data-side="right"
            variant="default"
            size="lg"
            radius="xl"
            aria-label={t('message.imageNext')}
            onClick={() => onStep(1)}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        </>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape and the button close it by key */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the photo closes it */}
      <div className="chat-lightbox-stage" onClick={onClose}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps a click on the photo from closing it */}
        <img src={url} alt={name} onClick={(event) => event.stopPropagation()} />
      </div>
    </Modal>
  );
}
