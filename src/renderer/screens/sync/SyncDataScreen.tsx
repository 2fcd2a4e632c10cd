import '../../components/contact/contact.css';
import './sync.css';
import { Badge, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../app/hash-location';
import { places, SYNC_TABS, type SyncTab } from '../../app/places';
import { orpc } from '../../bridge/client';
import { LoadingRows } from '../../components/LoadingRows';
import { useFormat } from '../../i18n/useFormat';
import { ConnectionNotice } from './ConnectionNotice';
import { ContactTab } from './contact/ContactTab';
import { GroupsTab } from './groups/GroupsTab';
import { LineTab } from './line/LineTab';
import { ListsTab } from './lists/ListsTab';
import { SyncHead } from './SyncHead';

const ProblemsTab = lazy(async () => ({ default: (await import('./problems/ProblemsTab')).ProblemsTab }));

const BODIES: Readonly<Record<SyncTab, ComponentType>> = {
  contact: ContactTab,
  line: LineTab,
  lists: ListsTab,
  groups: GroupsTab,
  problems: ProblemsTab,
};

/** Sync data: what is synced, by which rule, and how it stands; one tab for each kind. An unknown tab shows the first. */
export function SyncDataScreen({ tab }: { readonly tab: string }) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const current = SYNC_TABS.find((each) => each === tab) ?? 'contact';
  const Body = BODIES[current];
  const failing = useQuery(orpc.repair.summary.queryOptions()).data?.failing ?? 0;
  return (
    <div className="sync-screen">
      <SyncHead />
      <ConnectionNotice />
      <Tabs
        value={current}
        onChange={(next) => {
          const place = SYNC_TABS.find((each) => each === next);
          if (place !== undefined) goTo(places.syncData(place));
        }}
        keepMounted={false}
        className="sync-tabs"
      >
        <Tabs.List aria-label={t('tabsLabel')} className="sync-tab-list">
          {SYNC_TABS.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              rightSection={
                each === 'problems' && failing > 0 ? (
                  <Badge size="sm" variant="light" color="red" className="sync-tab-count">
                    {format.number(failing)}
                  </Badge>
                ) : null
              }
            >
              {t(`tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} className="sync-panel">
          <Suspense fallback={<LoadingRows />}>
            <Body key={current} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
