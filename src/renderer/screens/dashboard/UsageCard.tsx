import { Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { Card } from '../../components/Card';
import { useFormat } from '../../i18n/useFormat';

const REFRESH_MS = 5_000;

/** HubSpot's limits and how much of them is used; nothing while they cannot be told. */
export function UsageCard() {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const usage = useQuery({ ...orpc.sync.usage.queryOptions(), refetchInterval: REFRESH_MS }).data;
  if (usage === undefined) return null;
  const { perTenSeconds, searchesPerSecond, daily, callsToday, waitingCalls } = usage;
  const used = perTenSeconds.remaining === null ? null : perTenSeconds.limit - perTenSeconds.remaining;
  const of = (one: number, all: number): string =>
    t('usage.of', { used: format.number(one), limit: format.number(all) });
  return (
    <Card title={t('usage.title')}>
      <ul className="dashboard-list">
        {daily === null ? (
          <Line name={t('usage.today')} value={format.number(callsToday)} />
        ) : (
          <Line
            name={t('usage.daily')}
            value={of(daily.used, daily.limit)}
            ratio={daily.limit === 0 ? null : daily.used / daily.limit}
            detail={t('usage.resets', { time: format.dateTime(daily.resetsAt) })}
          />
        )}
        <Line
          name={t('usage.tenSeconds')}
          value={
            used === null
              ? t('usage.upTo', { limit: format.number(perTenSeconds.limit) })
              : of(used, perTenSeconds.limit)
          }
          ratio={used === null || perTenSeconds.limit === 0 ? null : used / perTenSeconds.limit}
          detail={t('usage.searches', { count: searchesPerSecond })}
        />
        {waitingCalls === 0 ? null : <Line name={t('usage.waiting')} value={format.number(waitingCalls)} />}
      </ul>
    </Card>
  );
}

interface LineProps {
  readonly name: string;
  readonly value: ReactNode;
  /** 0..1 of the limit; null = no bar. */
  readonly ratio?: number | null;
  readonly detail?: string;
}

function Line({ name, value, ratio = null, detail }: LineProps) {
  return (
    <li className="dashboard-quota">
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{name}</Text>
        <Text size="sm" className="lumo-number" style={{ flex: 'none' }}>
          {value}
        </Text>
      </Group>
      {ratio === null ? null : (
        <Progress
          value={Math.min(1, ratio) * 100}
          size="sm"
          radius="xl"
          mt={6}
          color={ratio >= 0.9 ? 'orange' : 'lagoon'}
          aria-label={name}
        />
      )}
      {detail === undefined ? null : (
        <Text size="xs" c="dimmed" mt={4}>
          {detail}
        </Text>
      )}
    </li>
  );
}
