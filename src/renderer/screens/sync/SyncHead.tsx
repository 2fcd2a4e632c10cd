import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Dashboard } from '../../../shared/contract/sync-contract';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useSyncRun } from '../../bridge/useSyncRun';
import { ErrorNotice } from '../../components/ErrorNotice';
import { NumberText } from '../../components/NumberText';
import { PageHeader } from '../../components/PageHeader';
import { ResyncButton } from '../../components/ResyncButton';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { HEALTH_TONE, RUN_TONE } from '../../components/tones';

/** Title, actions, and in one line how the sync stands: connection, last and next sync, counts of people. */
export function SyncHead() {
  const { t } = useTranslation(['sync', 'common']);
  const { data, error, refetch } = useQuery(orpc.dashboard.state.queryOptions());
  const isConnected = data !== undefined && data.hubSpot !== null;
  return (
    <div className="sync-head">
      <PageHeader title={t('sync:title')} actions={<ResyncButton isConnected={isConnected} />} />
      {error === null || data !== undefined ? null : (
        <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined ? null : <HeadFacts state={data} />}
    </div>
  );
}

function HeadFacts({ state }: { readonly state: Dashboard }) {
  const { t } = useTranslation(['sync', 'common']);
  const { progress } = useSyncRun();
  const people = useQuery(orpc.repair.summary.queryOptions()).data ?? null;
  const { hubSpot, lastRun, nextRunAt } = state;
  return (
    <dl className="sync-head-facts" aria-label={t('sync:head.label')}>
      <Fact name={t('sync:head.connection')}>
        {hubSpot === null ? (
          <StatusMark tone="off">{t('sync:head.notConnected')}</StatusMark>
        ) : (
          <StatusMark tone={HEALTH_TONE[hubSpot.health]}>
            {t(`common:health.${hubSpot.health}`)} <span className="sync-dim">{hubSpot.name}</span>
          </StatusMark>
        )}
      </Fact>
      <Fact name={t('sync:head.last')}>
        {progress !== null ? (
          <StatusMark tone="busy">{t('sync:head.running', { step: t(`common:syncStep.${progress.step}`) })}</StatusMark>
        ) : lastRun === null ? (
          t('sync:head.never')
        ) : (
          <Anchor component={Link} to={places.run(lastRun.id)} underline="hover" c="inherit" size="sm">
            <StatusMark tone={RUN_TONE[lastRun.status]}>
              {t(`common:runStatus.${lastRun.status}`)}{' '}
              <span className="sync-dim">
                <TimeText at={lastRun.finishedAt ?? lastRun.startedAt} />
              </span>
            </StatusMark>
          </Anchor>
        )}
      </Fact>
      <Fact name={t('sync:head.next')}>
        {nextRunAt === null ? (
          t(state.isOnline ? 'sync:head.byHand' : 'sync:head.whenBack')
        ) : (
          <TimeText at={nextRunAt} />
        )}
      </Fact>
      <Fact name={t('sync:head.inSync')}>
        <NumberText value={people?.inSync ?? null} />
      </Fact>
      <PeopleFact name={t('sync:head.failing')} count={people?.failing ?? null} tone="error" linkKey="openFailing" />
      <PeopleFact name={t('sync:head.excluded')} count={people?.excluded ?? null} tone="off" linkKey="openExcluded" />
    </dl>
  );
}

interface PeopleFactProps {
  readonly name: string;
  readonly count: number | null;
  readonly tone: 'error' | 'off';
  readonly linkKey: 'openFailing' | 'openExcluded';
}

/** A count of people that leads to the Repair tab when there are any. */
function PeopleFact({ name, count, tone, linkKey }: PeopleFactProps) {
  const { t } = useTranslation('sync');
  return (
    <Fact name={name}>
      {count === null || count === 0 ? (
        <NumberText value={count} />
      ) : (
        <Anchor
          component={Link}
          to={places.syncData('problems')}
          underline="hover"
          c="inherit"
          size="sm"
          aria-label={t(`head.${linkKey}`, { count })}
        >
          <StatusMark tone={tone}>
            <NumberText value={count} />
          </StatusMark>
        </Anchor>
      )}
    </Fact>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
