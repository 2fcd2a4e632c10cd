import './settings.css';
import type { Icon } from '@tabler/icons-react';
import {
  IconAdjustments,
  IconDatabase,
  IconInfoCircle,
  IconMessageBolt,
  IconMessages,
  IconPlugConnected,
  IconRefresh,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { places, SETTINGS_SECTIONS, type SettingsSection } from '../../app/places';
import { PageHeader } from '../../components/PageHeader';
import { AboutSection } from './AboutSection';
import { AccountsSection } from './AccountsSection';
import { ChatSection } from './ChatSection';
import { DataSection } from './DataSection';
import { GeneralSection } from './GeneralSection';
import { RepliesSection } from './replies/RepliesSection';
import { SyncSection } from './SyncSection';
import { TeamSection } from './team/TeamSection';

const SECTIONS: Readonly<Record<SettingsSection, { readonly icon: Icon; readonly body: ComponentType }>> = {
  accounts: { icon: IconPlugConnected, body: AccountsSection },
  sync: { icon: IconRefresh, body: SyncSection },
  chat: { icon: IconMessages, body: ChatSection },
  team: { icon: IconUsers, body: TeamSection },
  replies: { icon: IconMessageBolt, body: RepliesSection },
  general: { icon: IconAdjustments, body: GeneralSection },
  data: { icon: IconDatabase, body: DataSection },
  about: { icon: IconInfoCircle, body: AboutSection },
};

/** Settings: sections at the left, the chosen one beside them. An unknown section shows the first one. */
export function SettingsScreen({ section }: { readonly section: string }) {
  const { t } = useTranslation(['settings', 'common']);
  const current = SETTINGS_SECTIONS.find((each) => each === section) ?? 'accounts';
  const Body = SECTIONS[current].body;
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t('settings:sectionsLabel')}>
        {SETTINGS_SECTIONS.map((each) => {
          const Shape = SECTIONS[each].icon;
          return (
            <Link
              key={each}
              to={places.settings(each)}
              className="settings-nav-item"
              {...(each === current ? { 'aria-current': 'page' as const } : {})}
            >
              <Shape size={17} stroke={1.7} aria-hidden />
              {t(`settings:sections.${each}`)}
            </Link>
          );
        })}
      </nav>
      <div className="settings-body">
        <PageHeader title={t(`settings:titles.${current}`)} />
        <Body key={current} />
      </div>
    </div>
  );
}
