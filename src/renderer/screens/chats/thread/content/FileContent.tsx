import { Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconAlertTriangle,
  IconDeviceFloppy,
  IconExternalLink,
  IconFile,
  IconFileMusic,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconPhoto,
  IconVideo,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../../shared/model/chat';
import { fileDanger } from '../../../../../shared/model/file-danger';
import type { MessageId } from '../../../../../shared/model/ids';
import { orpc } from '../../../../bridge/client';
import { showProblem } from '../../../../components/show-problem';
import { useFormat } from '../../../../i18n/useFormat';

interface FileContentProps {
  readonly messageId: MessageId;
  readonly file: Extract<MessageContent, { type: 'file' }>;
  /** Sent from here: it is on this computer anyway. */
  readonly isOwn: boolean;
}

const icons: ReadonlyArray<readonly [RegExp, typeof IconFile]> = [
  [/\.pdf$/i, IconFileTypePdf],
  [/\.(xlsx?|csv|tsv|ods|numbers)$/i, IconFileSpreadsheet],
  [/\.(docx?|txt|md|rtf|odt|pages|log)$/i, IconFileText],
  [/\.(zip|rar|7z|gz|tar)$/i, IconFileZip],
  [/\.(jpe?g|png|gif|webp|heic|heif|bmp|tiff?)$/i, IconPhoto],
  [/\.(mp4|mov|webm|avi|mkv|m4v)$/i, IconVideo],
  [/\.(mp3|m4a|aac|wav|ogg|flac)$/i, IconFileMusic],
];

/** A file: what it is called and how large it is, and the two ways out of the app. Nothing is opened by itself. */
export function FileContent({ messageId, file, isOwn }: FileContentProps) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const { media } = file;
  const name = file.fileName === '' ? t('message.types.file') : file.fileName;
  const danger = fileDanger(file.fileName);
  const Icon = icons.find(([pattern]) => pattern.test(file.fileName))?.[1] ?? IconFile;
  const isHere = media.state === 'stored';
  const state = media.state === 'stored' ? null : t(`message.fileState.${media.state}`);
  const save = useMutation(
    orpc.app.saveMessageFile.mutationOptions({
      onSuccess: ({ path }) => {
        if (path === null) return;
        notifications.show({
          message: t('message.fileSaved', { path }),
          closeButtonProps: { 'aria-label': t('message.raw.close') },
        });
      },
      onError: showProblem,
    }),
  );
  const open = useMutation(orpc.app.openMessageFile.mutationOptions({ onError: showProblem }));
  return (
    <span className="chat-file">
      <span className="chat-file-head">
        <span className="chat-file-icon" aria-hidden>
          <Icon size={26} stroke={1.5} />
        </span>
        <span className="chat-file-name">
          <strong title={name}>{name}</strong>
          <small>
            {[media.byteSize === null ? null : format.bytes(media.byteSize), state]
              .filter((part) => part !== null)
              .join(' · ')}
          </small>
        </span>
      </span>
      {danger === 'program' ? (
        <span className="chat-file-danger" role="note">
          <IconAlertTriangle size={15} aria-hidden />
          {t('message.fileDanger')}
        </span>
      ) : null}
      {isHere && !isOwn ? (
        <span className="chat-file-actions">
          {danger === 'readable' ? (
            <Tooltip label={t('message.fileOpenHint')}>
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconExternalLink size={13} aria-hidden />}
                loading={open.isPending}
                onClick={() => open.mutate({ messageId })}
              >
                {t('message.fileOpen')}
              </Button>
            </Tooltip>
          ) : null}
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconDeviceFloppy size={13} aria-hidden />}
            loading={save.isPending}
            onClick={() => save.mutate({ messageId })}
          >
            {t('message.fileSave')}
          </Button>
        </span>
      ) : null}
    </span>
  );
}
