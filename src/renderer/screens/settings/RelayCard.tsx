import { Button, Group, Stack } from '@mantine/core';
import { IconActivityHeartbeat } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { Card } from '../../components/Card';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { RELAY_TONE } from '../../components/tones';
import { useFormat } from '../../i18n/useFormat';
import { Facts } from './Facts';

/** The relay: connection, last event, clock, how far behind; tested again at a click. */
export function RelayCard() {
  const { t } = useTranslation(['settings', 'common']);
  const format = useFormat();
  const client = useQueryClient();
  const relay = useQuery(orpc.accounts.relay.queryOptions());
  const test = useMutation(
    orpc.accounts.testRelay.mutationOptions({
      onSuccess: (found) => client.setQueryData(orpc.accounts.relay.queryKey(), found),
    }),
  );
  if (relay.isError) return <ErrorNotice problem={problemOf(relay.error)} onRetry={() => void relay.refetch()} />;
  if (relay.data === undefined) return <LoadingRows rows={3} />;
  const { state, url, lastEventAt, clockSkewMs, behindBy, checkedAt, problem } = relay.data;
  if (url === null) {
    return (
      <Card
        title={t('settings:relay.title')}
        aside={<StatusMark tone="off">{t('settings:accounts.notConnected')}</StatusMark>}
      >
        <p className="settings-card-body settings-hint">{t('settings:relay.none')}</p>
      </Card>
    );
  }
  return (
    <Card
      title={t('settings:relay.title')}
      aside={<StatusMark tone={RELAY_TONE[state]}>{t(`common:relayState.${state}`)}</StatusMark>}
    >
      <Stack gap="md" className="settings-card-body">
        {problem === null ? null : <ErrorNotice problem={problem} severity="warning" />}
        <Facts
          facts={[
            [t('settings:relay.address'), url],
            [t('settings:accounts.lastEvent'), <TimeText key="event" at={lastEventAt} />],
            [t('settings:relay.behind'), behindBy === null ? null : t('settings:relay.behindBy', { count: behindBy })],
            [
              t('settings:relay.skew'),
              clockSkewMs === null
                ? null
                : Math.abs(clockSkewMs) < 1_000
                  ? t('settings:relay.inStep')
                  : format.duration(Math.abs(clockSkewMs)),
            ],
            [t('settings:accounts.checked'), <TimeText key="checked" at={checkedAt} />],
          ]}
        />
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconActivityHeartbeat size={15} aria-hidden />}
            loading={test.isPending}
            onClick={() => test.mutate(undefined)}
          >
            {t('settings:accounts.test')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
