import { Checkbox, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso } from 'react-virtuoso';
import type { ContactId, SyncRunId } from '../../../../shared/model/ids';
import { LoadingRows } from '../../../components/LoadingRows';
import { useRunChanges } from '../useRunChanges';
import { peopleOf } from './people-of';

interface PeopleChoiceProps {
  readonly runId: SyncRunId;
  readonly chosen: ReadonlySet<ContactId>;
  readonly onChange: (chosen: ReadonlySet<ContactId>) => void;
}

const ROW_HEIGHT = 34;
const MOST_ROWS = 7;

/** The people whose fields a run changed, to choose some of them. Goes on reading as it is scrolled. */
export function PeopleChoice({ runId, chosen, onChange }: PeopleChoiceProps) {
  const { t } = useTranslation('history');
  const [find, setFind] = useState('');
  const { query, changes, more } = useRunChanges(runId, null);
  const words = find.trim().toLowerCase();
  const people = peopleOf(changes).filter(({ name }) => name.toLowerCase().includes(words));
  if (query.data === undefined) return <LoadingRows rows={4} />;
  return (
    <div className="undo-people">
      <TextInput
        size="xs"
        aria-label={t('undo.find')}
        placeholder={t('undo.find')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
      />
      <Virtuoso
        style={{ height: ROW_HEIGHT * Math.min(MOST_ROWS, Math.max(1, people.length)) }}
        data={people}
        computeItemKey={(_, person) => person.id}
        endReached={more}
        itemContent={(_, { id, name, changes: count }) => (
          <div className="undo-person">
            <Checkbox
              size="sm"
              checked={chosen.has(id)}
              onChange={({ currentTarget }) => {
                const next = new Set(chosen);
                if (currentTarget.checked) next.add(id);
                else next.delete(id);
                onChange(next);
              }}
              label={name}
            />
            <Text size="xs" c="dimmed">
              {t('undo.changesOf', { count })}
            </Text>
          </div>
        )}
      />
      {query.hasNextPage ? (
        <Text size="xs" c="dimmed">
          {t('undo.scrollForMore')}
        </Text>
      ) : null}
    </div>
  );
}
