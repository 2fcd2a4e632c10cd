import './team.css';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLock, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Note } from '../../../../shared/model/chat';
import { useFormat } from '../../../i18n/useFormat';
import { DayDivider } from '../thread/DayDivider';
import { AgentBadge } from './AgentBadge';
import { NoteText } from './NoteText';
import type { PlacedNote } from './place-notes';
import { useNoteActions } from './useNotes';

/** Notes in their places between the messages. */
export function NoteBubbles({ notes }: { readonly notes: readonly PlacedNote[] }) {
  return notes.map(({ note, startsDay }) => (
    <div key={note.id} className="note-item" data-note={note.id}>
      {startsDay ? <DayDivider at={note.createdAt} /> : null}
      <NoteBubble note={note} />
    </div>
  ));
}

/** A private note: who wrote it and when; one's own can be changed and deleted. */
function NoteBubble({ note }: { readonly note: Note }) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const { edit, removeWithUndo } = useNoteActions(note.conversationId);
  const author = note.authorName ?? t('notes.somebody');
  if (draft !== null) {
    return (
      <div className="note-bubble" data-editing>
        <NoteText
          text={draft}
          saveLabel={t('notes.saveChanges')}
          isSaving={edit.isPending}
          isCancelShown
          onChange={setDraft}
          onSave={() => edit.mutate({ noteId: note.id, text: draft.trim() }, { onSuccess: () => setDraft(null) })}
          onCancel={() => setDraft(null)}
        />
      </div>
    );
  }
  return (
    <article className="note-bubble" aria-label={`${t('notes.private')}: ${author}`}>
      <header className="note-head">
        <AgentBadge name={author} colorKey={note.authorId ?? author} label={null} size={20} />
        <strong>{author}</strong>
        <Tooltip label={t('notes.onlyColleagues')}>
          <span className="note-kind">
            <IconLock size={12} aria-hidden />
            {t('notes.private')}
          </span>
        </Tooltip>
        <time dateTime={new Date(note.createdAt).toISOString()} title={format.fullDateTime(note.createdAt)}>
          {format.time(note.createdAt)}
        </time>
        {note.editedAt === null ? null : (
          <span className="note-edited" title={t('notes.editedAt', { time: format.fullDateTime(note.editedAt) })}>
            {t('notes.edited')}
          </span>
        )}
        {note.isMine ? (
          <span className="note-actions">
            <Tooltip label={t('notes.edit')}>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t('notes.edit')}
                onClick={() => setDraft(note.text)}
              >
                <IconPencil size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('notes.delete')}>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t('notes.delete')}
                onClick={() => removeWithUndo(note)}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </span>
        ) : null}
      </header>
      <p className="note-text">{note.text}</p>
    </article>
  );
}
