import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../../shared/model/chat';

const views: readonly ConversationView[] = ['todo', 'unread', 'waiting', 'done', 'all'];

interface ViewTabsProps {
  readonly view: ConversationView;
  readonly counts: Partial<Readonly<Record<ConversationView, number>>> | null;
  readonly onChange: (view: ConversationView) => void;
}

/** The views of the list with how many conversations each holds. */
export function ViewTabs({ view, counts, onChange }: ViewTabsProps) {
  const { t, i18n } = useTranslation('chats');
  const format = new Intl.NumberFormat(i18n.language, { notation: 'compact' });
  return (
    <fieldset className="chat-views" aria-label={t('views.label')}>
      {views.map((each) => (
        <UnstyledButton
          key={each}
          className="chat-view"
          aria-pressed={each === view}
          data-view={each}
          onClick={() => onChange(each)}
        >
          <span className="chat-view-count">{counts === null ? '–' : format.format(counts[each] ?? 0)}</span>
          <span className="chat-view-name">{t(`views.${each}`)}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
