import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Dashboard } from '../../../shared/contract/sync-contract';
import { places } from '../../app/places';
import { useSyncRun } from '../../bridge/useSyncRun';
import { Card } from '../../components/Card';
import { StatusMark } from '../../components/StatusMark';
import { SyncProgressView } from '../../components/SyncProgressView';
import { TimeText } from '../../components/TimeText';
import { RUN_TONE } from '../../components/tones';
import { useFormat } from '../../i18n/useFormat';

/** The sync: live while one runs, else how the last one ended and when the next one comes. */
export function SyncCard({ state }: { readonly state: Dashboard }) {
  const { t } = useTranslation(['dashboard', 'common']);
  const format = useFormat();
  const { progress, cancel } = useSyncRun();
  const { lastRun, lastFullRun, nextRunAt } = state;
  const isFirst = lastRun === null || (lastRun.status === 'running' && lastFullRun === null);
  return (
    <Card
      title={progress === null ? t('dashboard:sync.title') : t('dashboard:sync.running')}
      aside={
        <Anchor component={Link} to={places.history} size="sm">
          {t('common:nav.history')}
        </Anchor>
      }
    >
      <div className="dashboard-card-body">
        {progress === null ? null : (
          <>
            {isFirst ? (
              <Text size="sm" c="dimmed" mb="sm">
                {t('dashboard:sync.first')}
              </Text>
            ) : null}
            <SyncProgressView progress={progress} onCancel={cancel} />
          </>
        )}
        {progress === null && lastRun === null ? (
          <Text size="sm" c="dimmed">
            {t('dashboard:sync.never')}
          </Text>
        ) : null}
        {progress === null && lastRun !== null ? (
          <Group gap="xl" align="flex-start" className="dashboard-sync-facts">
            <Fact label={t('dashboard:sync.last')}>
              <Anchor component={Link} to={places.run(lastRun.id)} underline="hover" c="inherit">
                <StatusMark tone={RUN_TONE[lastRun.status]}>{t(`common:runStatus.${lastRun.status}`)}</StatusMark>
              </Anchor>
              <Text size="xs" c="dimmed" span>
                <TimeText at={lastRun.finishedAt ?? lastRun.startedAt} />
              </Text>
            </Fact>
            <Fact label={t('dashboard:sync.result')}>
              <span className="lumo-number">
                {t('dashboard:sync.counts', {
                  processed: format.number(lastRun.processed),
                  changed: format.number(lastRun.changed),
                })}
              </span>
              {lastRun.failed > 0 ? (
                <Text size="xs" c="error" span>
                  {t('dashboard:sync.failed', { count: lastRun.failed })}
                </Text>
              ) : null}
            </Fact>
            <Fact label={t('dashboard:sync.lastFull')}>
              {lastFullRun === null ? '-' : <TimeText at={lastFullRun.finishedAt ?? lastFullRun.startedAt} />}
            </Fact>
            <Fact label={t('dashboard:sync.next')}>
              {nextRunAt === null ? (
                state.isOnline ? (
                  t('dashboard:sync.byHand')
                ) : (
                  t('dashboard:sync.whenBack')
                )
              ) : (
                <TimeText at={nextRunAt} />
              )}
            </Fact>
          </Group>
        ) : null}
      </div>
    </Card>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="dashboard-fact">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <div className="dashboard-fact-value">{children}</div>
    </div>
  );
}
