import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../../shared/model/chat';
import { Kbd } from '../../../components/Kbd';
import { isMoreView, keyOfView, mainViews, moreViews } from './views';

interface ViewTabsProps {
  readonly view: ConversationView;
  readonly counts: Partial<Readonly<Record<ConversationView, number>>> | null;
  readonly onChange: (view: ConversationView) => void;
}

/** The views of the list with how many conversations each holds; those used less stand behind the last one. */
export function ViewTabs({ view, counts, onChange }: ViewTabsProps) {
  const { t, i18n } = useTranslation('chats');
  const format = new Intl.NumberFormat(i18n.language, { notation: 'compact' });
  const countOf = (each: ConversationView): string => (counts === null ? '–' : format.format(counts[each] ?? 0));
  const isMore = isMoreView(view);
  return (
    <fieldset className="chat-views" aria-label={t('views.label')}>
      {mainViews.map((each) => (
        <UnstyledButton
          key={each}
          className="chat-view"
          aria-pressed={each === view}
          data-view={each}
          onClick={() => onChange(each)}
        >
          <span className="chat-view-count">{countOf(each)}</span>
          <span className="chat-view-name">{t(`views.${each}`)}</span>
        </UnstyledButton>
      ))}
      <Menu withInitialFocusPlaceholder={false} position="bottom-end" shadow="md" width={220}>
        <Menu.Target>
          <UnstyledButton className="chat-view" aria-pressed={isMore} data-view="more">
            <span className="chat-view-count">
              {isMore ? countOf(view) : null}
              <IconChevronDown size={isMore ? 13 : 17} aria-hidden className="chat-view-arrow" />
            </span>
            <span className="chat-view-name">{isMore ? t(`views.${view}`) : t('views.more')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {moreViews.map((each) => (
            <Menu.Item
              key={each}
              leftSection={<IconCheck size={15} aria-hidden opacity={each === view ? 1 : 0} />}
              rightSection={<Kbd keys={keyOfView(each)} />}
              aria-current={each === view}
              onClick={() => onChange(each)}
            >
              {t(`views.${each}`)} <span className="chat-view-more-count">{countOf(each)}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </fieldset>
  );
}
