import './team.css';
import { IconLock } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import { NoteText } from './NoteText';
import { noteField, useNoteDrafts } from './note-drafts';
import { useNoteActions } from './useNotes';

interface NoteEditorProps {
  readonly conversationId: ConversationId;
  /** A note was stored: the thread shows its end. */
  readonly onSaved: () => void;
  /** Escape: back to the answer. */
  readonly onCancel: () => void;
}

/** Where a note for colleagues is written. It takes the focus when it appears. Use it under a `key` of the conversation. */
export function NoteEditor({ conversationId, onSaved, onCancel }: NoteEditorProps) {
  const { t } = useTranslation('chats');
  const text = useNoteDrafts((state) => state.byId.get(conversationId) ?? '');
  const setText = useNoteDrafts((state) => state.set);
  const { add } = useNoteActions(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    noteField.current = field.current;
    return () => {
      noteField.current = null;
    };
  }, []);
  const save = (): void =>
    add.mutate(
      { conversationId, text: text.trim() },
      {
        onSuccess: () => {
          setText(conversationId, '');
          onSaved();
        },
      },
    );
  return (
    <NoteText
      field={field}
      text={text}
      saveLabel={t('notes.save')}
      isSaving={add.isPending}
      onChange={(next) => setText(conversationId, next)}
      onSave={save}
      onCancel={onCancel}
      hint={
        <>
          <IconLock size={13} aria-hidden />
          {t('notes.onlyColleagues')}
        </>
      }
    />
  );
}
