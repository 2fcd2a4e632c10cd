import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import { AttachmentTile } from './AttachmentTile';
import { detach, moveAttachment } from './draft-model';
import { changeDraft } from './draft-store';
import { useUploads } from './files/upload-store';
import { UploadTile } from './UploadTile';

interface AttachmentTrayProps {
  readonly conversationId: ConversationId;
  readonly attachments: Draft['attachments'];
  readonly files: Draft['files'];
  /** Opens the editor of a place or a card, or brings a text back into the field. */
  readonly onEdit: (place: number) => void;
  readonly onLeave: () => void;
}

/** The bubbles that go before the text, in their order: moved by dragging or Alt+arrow, removed by Delete, edited by Enter. */
export function AttachmentTray({ conversationId, attachments, files, onEdit, onLeave }: AttachmentTrayProps) {
  const { t } = useTranslation('chats');
  const uploads = useUploads((state) => state.uploads).filter((each) => each.conversationId === conversationId);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const row = useRef<HTMLOListElement>(null);
  if (attachments.length === 0 && uploads.length === 0) return null;

  const focusTile = (place: number): void => {
    requestAnimationFrame(() => {
      const tiles = row.current?.querySelectorAll<HTMLElement>('[data-tile]') ?? [];
      const tile = tiles[Math.min(place, tiles.length - 1)];
      if (tile === undefined) onLeave();
      else tile.focus();
    });
  };
  const move = (from: number, to: number): void => {
    changeDraft(conversationId, (draft) => moveAttachment(draft, from, to));
    focusTile(to);
  };
  const remove = (place: number, isByKey: boolean): void => {
    changeDraft(conversationId, (draft) => detach(draft, place));
    if (isByKey) focusTile(place);
    else onLeave();
  };
  const onKeyDown = (event: KeyboardEvent, place: number): void => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step !== 0) {
      if (event.altKey) move(place, place + step);
      else focusTile(Math.max(0, place + step));
    } else if (event.key === 'Delete' || event.key === 'Backspace') remove(place, true);
    else if (event.key === 'Enter' || event.key === ' ') onEdit(place);
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ol className="chat-tray" aria-label={t('composer.tray.label')} ref={row}>
      {attachments.map((content, place) => (
        <AttachmentTile
          // biome-ignore lint/suspicious/noArrayIndexKey: a bubble is known by its place; the same sticker may stand twice
          key={`${place} ${JSON.stringify(content).slice(0, 80)}`}
          content={content}
          files={files}
          place={place}
          count={attachments.length}
          isDragged={dragged === place}
          isOver={over === place && dragged !== null && dragged !== place}
          onKeyDown={(event) => onKeyDown(event, place)}
          onEdit={() => onEdit(place)}
          onRemove={() => remove(place, false)}
          drag={{
            start: () => setDragged(place),
            over: () => setOver(place),
            drop: () => {
              if (dragged !== null) move(dragged, place);
            },
            end: () => {
              setDragged(null);
              setOver(null);
            },
          }}
        />
      ))}
      {uploads.map((upload) => (
        <UploadTile key={upload.key} upload={upload} />
      ))}
    </ol>
  );
}
