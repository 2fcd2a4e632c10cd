import { Loader, UnstyledButton } from '@mantine/core';
import { IconPhotoOff, IconPhotoPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../../shared/model/chat';
import type { MessageId } from '../../../../../shared/model/ids';
import { useFormat } from '../../../../i18n/useFormat';
import { Lightbox } from './Lightbox';

/** Pictures that were sent together, as a grid in their order; those that have not arrived are counted. */
export function ImageSetContent({ messages }: { readonly messages: readonly ChatMessage[] }) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const [openId, setOpenId] = useState<MessageId | null>(null);
  const pictures = messages.flatMap(({ id, content, sentAt }) =>
    content.type === 'image' ? { id, media: content.media, sentAt, set: content.imageSet } : [],
  );
  const total = Math.max(pictures.length, ...pictures.map(({ set }) => set?.total ?? 0));
  const missing = total - pictures.length;
  const open = pictures.find(({ id }) => id === openId);
  const step = (by: number): void => {
    const shown = pictures.filter(({ media }) => media.url !== null);
    const at = shown.findIndex(({ id }) => id === openId);
    setOpenId(shown[(at + by + shown.length) % shown.length]?.id ?? null);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these are pictures that belong together
    <span
      className="chat-image-set"
      data-count={Math.min(total, 5)}
      role="group"
      aria-label={
        missing > 0
          ? t('message.imageSetOf', { here: pictures.length, total })
          : t('message.imageSet', { count: total })
      }
    >
      {pictures.map(({ id, media, sentAt, set }) => {
        const preview = media.previewUrl ?? media.url;
        if (preview === null) {
          return (
            <span
              key={id}
              className="chat-image-tile"
              data-state={media.state}
              role="status"
              aria-label={t(media.state === 'pending' ? 'message.imagePending' : 'message.imageGone')}
            >
              {media.state === 'pending' ? (
                <Loader size="sm" aria-hidden />
              ) : (
                <IconPhotoOff size={22} stroke={1.4} aria-hidden />
              )}
            </span>
          );
        }
        return (
          <UnstyledButton
            key={id}
            className="chat-image-tile"
            data-message={id}
            aria-label={t('message.imageOpen')}
            onClick={() => setOpenId(id)}
          >
            <img
              src={preview}
              alt={t('message.imageOf', { index: set?.index ?? 1, total, time: format.dateTime(sentAt) })}
              draggable={false}
            />
          </UnstyledButton>
        );
      })}
      {missing > 0 ? (
        <span className="chat-image-tile" data-state="missing">
          <IconPhotoPlus size={22} stroke={1.4} aria-hidden />
          {t('message.imageSetOf', { here: pictures.length, total })}
        </span>
      ) : null}
      {open === undefined || open.media.url === null ? null : (
        <Lightbox
          url={open.media.url}
          name={t('message.imageFrom', { time: format.dateTime(open.sentAt) })}
          onClose={() => setOpenId(null)}
          {...(pictures.length > 1 ? { onStep: step } : {})}
        />
      )}
    </span>
  );
}
