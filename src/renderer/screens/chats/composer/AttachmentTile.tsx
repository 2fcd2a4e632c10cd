import { ActionIcon } from '@mantine/core';
import {
  IconFile,
  IconLayoutCards,
  IconMapPinFilled,
  IconMicrophone,
  IconPlayerPlayFilled,
  IconTextSize,
  IconX,
} from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutgoingContent, OutgoingFile } from '../../../../shared/model/outgoing';
import { useFormat } from '../../../i18n/useFormat';
import { shownContent } from '../thread/pending-sends';
import { moodEmoji, stickerMood } from '../thread/sticker-catalogue';
import { clockText } from './free-reply';
import { useContentWords } from './useContentWords';

interface AttachmentTileProps {
  readonly content: OutgoingContent;
  readonly files: readonly OutgoingFile[];
  readonly place: number;
  readonly count: number;
  readonly isDragged: boolean;
  readonly isOver: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  readonly drag: {
    readonly start: () => void;
    readonly over: () => void;
    readonly drop: () => void;
    readonly end: () => void;
  };
}

/** Own type of what is dragged, so that a tile is never taken for a file. */
const dragType = 'application/x-lumo-bubble';

/** One bubble before it is sent: what it will look like, small. */
export function AttachmentTile(props: AttachmentTileProps) {
  const { content, files, place, count, isDragged, isOver, onKeyDown, onEdit, onRemove, drag } = props;
  const { t } = useTranslation('chats');
  const shown = useContentWords()(shownContent(content, files));
  const file = 'fileId' in content ? files.find((each) => each.id === content.fileId) : undefined;
  const words = file?.name ?? (content.type === 'location' ? content.title : shown);
  const isEditable = content.type === 'text' || content.type === 'location' || content.type === 'buttons';
  const label = t('composer.tray.tile', { place: place + 1, count, kind: t(`composer.kind.${content.type}`), words });
  return (
    <li
      className="chat-tile"
      data-type={content.type}
      data-dragged={isDragged}
      data-over={isOver}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, String(place));
        event.dataTransfer.effectAllowed = 'move';
        drag.start();
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        drag.over();
      }}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        event.stopPropagation();
        drag.drop();
      }}
      onDragEnd={drag.end}
    >
      <button
        type="button"
        data-tile
        className="chat-tile-face"
        aria-label={label}
        title={isEditable ? `${words}\n${t('composer.tray.edit')}` : words}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
        onKeyDown={onKeyDown}
        onClick={() => {
          if (isEditable) onEdit();
        }}
      >
        <Face content={content} files={files} words={words} />
      </button>
      {count > 1 ? (
        <span className="chat-tile-place" aria-hidden>
          {place + 1}
        </span>
      ) : null}
      <ActionIcon
        className="chat-tile-remove"
        variant="filled"
        color="dark"
        radius="xl"
        size={18}
        tabIndex={-1}
        aria-label={t('composer.tray.remove', { words })}
        title={t('composer.tray.removeHint')}
        onClick={onRemove}
      >
        <IconX size={12} aria-hidden />
      </ActionIcon>
    </li>
  );
}

interface FaceProps {
  readonly content: OutgoingContent;
  readonly files: readonly OutgoingFile[];
  readonly words: string;
}

function Face({ content, files, words }: FaceProps): ReactNode {
  const format = useFormat();
  const file = 'fileId' in content ? files.find((each) => each.id === content.fileId) : undefined;
  switch (content.type) {
    case 'image':
    case 'video':
      return (
        <>
          <img src={file?.previewUrl ?? file?.url ?? ''} alt="" draggable={false} />
          {content.type === 'video' ? (
            <span className="chat-tile-length">
              <IconPlayerPlayFilled size={11} aria-hidden /> {lengthOf(file)}
            </span>
          ) : null}
        </>
      );
    case 'sticker': {
      const mood = stickerMood({ stickerId: content.stickerId, keywords: [] });
      return <span className="chat-tile-art">{mood === null ? '🙂' : moodEmoji[mood]}</span>;
    }
    case 'audio':
      return <Lines icon={<IconMicrophone size={22} stroke={1.6} />} head={lengthOf(file)} text={file?.name ?? ''} />;
    case 'file':
      return (
        <Lines
          icon={<IconFile size={22} stroke={1.6} />}
          head={file?.name ?? ''}
          text={file === undefined ? '' : format.bytes(file.byteSize)}
        />
      );
    case 'location':
      return <Lines icon={<IconMapPinFilled size={22} />} head={content.title} text={content.address} />;
    case 'buttons':
      return (
        <Lines
          icon={<IconLayoutCards size={22} stroke={1.6} />}
          head={content.title ?? content.text}
          text={content.actions.map((action) => action.label).join(' · ')}
        />
      );
    case 'text':
      return <Lines icon={<IconTextSize size={20} stroke={1.6} />} head="" text={words} />;
  }
}

function lengthOf(file: OutgoingFile | undefined): string {
  return file?.durationMs == null ? '' : clockText(Math.max(1, Math.round(file.durationMs / 1000)));
}

function Lines({ icon, head, text }: { readonly icon: ReactNode; readonly head: string; readonly text: string }) {
  return (
    <span className="chat-tile-lines">
      {icon}
      <span className="chat-tile-words">
        {head === '' ? null : <strong>{head}</strong>}
        <span>{text}</span>
      </span>
    </span>
  );
}
