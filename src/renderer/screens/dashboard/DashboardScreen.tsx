import './dashboard.css';
import { Button, Stack } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useAppInfo } from '../../bridge/useAppInfo';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { PageHeader } from '../../components/PageHeader';
import { ResyncButton } from '../../components/ResyncButton';
import { TimeText } from '../../components/TimeText';
import { AttentionList } from './AttentionList';
import { ConnectionsCard } from './ConnectionsCard';
import { Figures } from './Figures';
import { QueuesCard } from './QueuesCard';
import { QuotaCard } from './QuotaCard';
import { SyncCard } from './SyncCard';
import { UsageCard } from './UsageCard';

/** Where everything stands: connections, sync, counts, queues, quota, and what needs a person. */
export function DashboardScreen() {
  const { t } = useTranslation('dashboard');
  const info = useAppInfo();
  const { data: state, error, refetch, isFetching } = useQuery(orpc.dashboard.state.queryOptions());
  const lastAt = state?.lastRun?.finishedAt ?? null;
  return (
    <div className="lumo-page">
      <div className="lumo-page-body">
        <PageHeader
          title={t('title')}
          detail={
            lastAt === null ? undefined : (
              <>
                {t('asOf')} <TimeText at={lastAt} />
              </>
            )
          }
          actions={state === undefined ? null : <ResyncButton isConnected={state.hubSpot !== null} />}
        />
        {error === null || state !== undefined ? null : (
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
        {state === undefined && error === null ? <LoadingRows rows={8} height={24} /> : null}
        {state === undefined ? null : (
          <Stack gap="md">
            {info?.storageNotice == null ? null : <ErrorNotice problem={info.storageNotice} severity="warning" />}
            <AttentionList attention={state.attention} />
            {state.hubSpot === null && state.officialAccounts.length === 0 ? (
              <section className="lumo-card">
                <EmptyState
                  icon={IconPlugConnected}
                  title={t('notConnected.title')}
                  hint={t('notConnected.hint')}
                  action={<Button onClick={() => goTo(places.settings('accounts'))}>{t('notConnected.go')}</Button>}
                />
              </section>
            ) : null}
            <SyncCard state={state} />
            <Figures counts={state.counts} />
            <div className="dashboard-columns">
              <Stack gap="md">
                <ConnectionsCard state={state} />
                {state.hubSpot === null ? null : <UsageCard />}
              </Stack>
              <Stack gap="md">
                {state.officialAccounts.length === 0 ? null : <QuotaCard accounts={state.officialAccounts} />}
                <QueuesCard queues={state.queues} sync={state.sync} />
              </Stack>
            </div>
          </Stack>
        )}
      </div>
    </div>
  );
}
