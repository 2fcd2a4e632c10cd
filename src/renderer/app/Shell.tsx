import './Shell.css';
import {
  IconAddressBook,
  IconArrowsExchange,
  IconCommand,
  IconHistory,
  IconLayoutDashboard,
  IconMessageCircle,
  IconSettings,
  IconUserSearch,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppInfo } from '../../shared/contract/app-contract';
import { orpc } from '../bridge/client';
import { useEngineEvent } from '../bridge/events';
import { goTo } from './hash-location';
import { Palette } from './palette/Palette';
import { openPalette } from './palette/palette-store';
import { places } from './places';
import { RailItem } from './RailItem';
import { SandboxBadge } from './SandboxBadge';
import { StatusStrip } from './StatusStrip';
import { useAppActions } from './useAppActions';

interface ShellProps {
  readonly info: AppInfo;
  readonly children: ReactNode;
}

/** What stands around every screen: the rail, the strip that appears when something is off, and the command palette. */
export function Shell({ info, children }: ShellProps) {
  const { t } = useTranslation();
  const unread = useQuery(orpc.chat.unreadTotal.queryOptions()).data ?? 0;
  useEngineEvent('navigate', ({ to }) => goTo(to));
  useAppActions(info);

  return (
    <div className="lumo-shell">
      <button type="button" className="lumo-skip" onClick={() => document.getElementById('content')?.focus()}>
        {t('skipToContent')}
      </button>
      <nav className="lumo-rail" aria-label={t('nav.label')}>
        <div className="lumo-rail-mark" aria-hidden>
          <LumoMark />
        </div>
        <RailItem icon={IconLayoutDashboard} label={t('nav.dashboard')} to={places.dashboard} keys="mod+1" />
        <RailItem
          icon={IconMessageCircle}
          label={t('nav.chats')}
          to={places.chats}
          keys="mod+2"
          count={unread}
          countLabel={t('nav.unread', { count: unread })}
        />
        <RailItem icon={IconAddressBook} label={t('nav.contacts')} to={places.contacts} keys="mod+3" />
        <RailItem icon={IconUserSearch} label={t('nav.match')} to={places.match} keys="mod+4" />
        <RailItem
          icon={IconArrowsExchange}
          label={t('nav.syncData')}
          to={places.syncData('contact')}
          under="/sync"
          keys="mod+5"
        />
        <RailItem icon={IconHistory} label={t('nav.history')} to={places.history} keys="mod+6" />
        <div className="lumo-rail-space" />
        <RailItem icon={IconCommand} label={t('nav.palette')} keys="mod+K" onClick={openPalette} />
        <RailItem
          icon={IconSettings}
          label={t('nav.settings')}
          to={places.settings('accounts')}
          under="/settings"
          keys="mod+7"
        />
        {info.mode === 'sandbox' ? <SandboxBadge /> : null}
      </nav>
      <main className="lumo-content" id="content" tabIndex={-1}>
        {children}
      </main>
      <StatusStrip />
      <Palette />
    </div>
  );
}

function LumoMark() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true" focusable="false">
      <path
        d="M5 3h16a3 3 0 0 1 3 3v11a3 3 0 0 1-3 3h-7l-5.2 4.2A.8.8 0 0 1 7.5 23.600V20H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z"
        fill="#7dc4b0"
      />
      <path
        d="M8.500 7.500v8h6.500"
        fill="none"
        stroke="#12302a"
        strokeWidth="2.600"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="17.600" cy="8.900" r="1.900" fill="#12302a" />
    </svg>
  );
}
