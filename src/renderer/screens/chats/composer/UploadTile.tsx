import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconAlertCircleFilled, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { maxBubbles } from '../../../../shared/model/outgoing';
import { useFormat } from '../../../i18n/useFormat';
import { dropUpload, sendAsCard, type Upload } from './files/upload-store';

/** A file that is being read, with how far it is; or why it was refused, and what can be done with it instead. */
export function UploadTile({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation(['chats', 'errors']);
  const format = useFormat();
  const { problem, file } = upload;
  const remove = (
    <ActionIcon
      className="chat-tile-remove"
      variant="filled"
      color="dark"
      radius="xl"
      size={18}
      aria-label={t(problem === null ? 'chats:composer.tray.giveUp' : 'chats:composer.tray.putAway', {
        name: file.name,
      })}
      onClick={() => dropUpload(upload.key)}
    >
      <IconX size={12} aria-hidden />
    </ActionIcon>
  );
  if (problem === null) {
    return (
      <li className="chat-tile" data-type="reading">
        <span className="chat-tile-face" role="status">
          <span className="chat-tile-words">
            <strong>{file.name}</strong>
            <span>{format.bytes(file.size)}</span>
          </span>
          <Progress
            value={upload.ratio === 0 ? 100 : upload.ratio * 100}
            animated={upload.ratio === 0}
            size="xs"
            aria-label={t('chats:composer.tray.reading', { name: file.name })}
          />
        </span>
        {remove}
      </li>
    );
  }
  const isRoom = problem === 'noRoom';
  const params = isRoom ? {} : { ...problem.params, name: file.name };
  return (
    <li className="chat-tile" data-type="refused" role="alert">
      <span className="chat-tile-face">
        <IconAlertCircleFilled size={18} aria-hidden />
        <span className="chat-tile-words">
          <strong>{file.name}</strong>
          <span>
            {isRoom ? t('chats:composer.tray.noRoom', { count: maxBubbles }) : t(`errors:${problem.code}.what`, params)}
          </span>
          {upload.canBeCard ? (
            <Button size="compact-xs" variant="light" onClick={() => sendAsCard(upload)}>
              {t('chats:composer.tray.asCard')}
            </Button>
          ) : null}
        </span>
      </span>
      {remove}
    </li>
  );
}
