import './team.css';
import { IconLock } from '@tabler/icons-react';
import { type RefObject, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import { NoteText } from './NoteText';
import { useNoteDrafts } from './note-drafts';
import { useNoteActions } from './useNotes';

/** What the composer and the keys can ask of the editor. */
export interface NoteEditorHandle {
  readonly focus: () => void;
}

interface NoteEditorProps {
  readonly conversationId: ConversationId;
  /** A note was stored: the thread shows its end. */
  readonly onSaved: () => void;
  /** Escape: back to the answer. */
  readonly onCancel: () => void;
  readonly handle?: RefObject<NoteEditorHandle | null>;
}

/** Where a note for colleagues is written. It takes the focus when it appears. Use it under a `key` of the conversation. */
export function NoteEditor({ conversationId, onSaved, onCancel, handle }: NoteEditorProps) {
  const { t } = useTranslation('chats');
  const text = useNoteDrafts((state) => state.byId.get(conversationId) ?? '');
  const setText = useNoteDrafts((state) => state.set);
  const { add } = useNoteActions(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(handle, () => ({ focus: () => field.current?.focus() }));
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
