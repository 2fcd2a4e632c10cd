import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Note } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import { orpc, rpc } from '../../../bridge/client';
import { showProblem } from '../../../components/show-problem';
import { showUndo } from '../../../components/show-undo';

const none: readonly Note[] = [];

/** The private notes of a conversation. */
export function useNotes(conversationId: ConversationId): readonly Note[] {
  return useQuery(orpc.chat.notes.queryOptions({ input: { conversationId } })).data ?? none;
}

/** Writes, changes and deletes notes of a conversation; what is on screen follows at once. */
export function useNoteActions(conversationId: ConversationId) {
  const { t } = useTranslation('chats');
  const client = useQueryClient();
  const queryKey = orpc.chat.notes.queryKey({ input: { conversationId } });
  const put = (note: Note): void => {
    client.setQueryData(queryKey, (held) => [...(held ?? []).filter((each) => each.id !== note.id), note]);
  };
  const add = useMutation(orpc.chat.addNote.mutationOptions({ onSuccess: put }));
  const edit = useMutation(orpc.chat.editNote.mutationOptions({ onSuccess: put }));
  const remove = useMutation(
    orpc.chat.removeNote.mutationOptions({
      onSuccess: (_answer, { noteId }) =>
        client.setQueryData(queryKey, (held) => held?.filter((each) => each.id !== noteId)),
    }),
  );
  /** Deletes a note and offers to write it again. */
  const removeWithUndo = (note: Note): void =>
    remove.mutate(
      { noteId: note.id },
      {
        onSuccess: () =>
          showUndo({
            message: t('notes.deleted'),
            label: t('notes.undo'),
            run: () => void rpc.chat.addNote({ conversationId, text: note.text }).then(put).catch(showProblem),
          }),
      },
    );
  return { add, edit, removeWithUndo };
}
