import { Button, Text } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import { FoldSection } from '../../../components/contact/FoldSection';
import { TimeText } from '../../../components/TimeText';
import { useChatView } from '../chat-view';
import { useNotes } from '../team/useNotes';

/** So many of the newest are shown here; all of them stand in the thread. */
const mostShown = 3;

/** How many notes there are, the newest of them, and the way to write one. */
export function NotesBlock({ conversationId }: { readonly conversationId: ConversationId }) {
  const { t } = useTranslation('chats');
  const notes = useNotes(conversationId);
  const setWriting = useChatView((state) => state.setWriting);
  const newest = [...notes].sort((one, other) => other.createdAt - one.createdAt).slice(0, mostShown);
  return (
    <FoldSection name="notes" className="chat-panel-section" title={t('notes.title')} count={notes.length}>
      {notes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('notes.none')}
        </Text>
      ) : (
        <ul className="chat-panel-notes">
          {newest.map((note) => (
            <li key={note.id}>
              <span className="chat-panel-note-text">{note.text}</span>
              <small>
                {note.authorName ?? t('notes.somebody')} · <TimeText at={note.createdAt} />
              </small>
            </li>
          ))}
        </ul>
      )}
      <Button
        size="xs"
        variant="default"
        mt={8}
        leftSection={<IconNote size={14} aria-hidden />}
        onClick={() => setWriting('note')}
      >
        {t('notes.write')}
      </Button>
    </FoldSection>
  );
}
