import './troubleshoot.css';
import { Button, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../shared/contract/accounts-contract';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { Card } from '../../components/Card';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { PageHeader } from '../../components/PageHeader';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { FindingRow } from './FindingRow';
import { STATE_TONE, worstState } from './finding-state';

/** The three situations of the guide first, then what else can be wrong. */
const SITUATIONS = ['lists', 'contacts', 'property'] as const satisfies readonly Finding['topic'][];
const REST = ['hubSpot', 'line', 'webhook', 'relay', 'clock', 'storage'] as const satisfies readonly Finding['topic'][];

/** Looks at everything that can keep data from being shown or synced; each finding comes with its cure. */
export function TroubleshootScreen() {
  const { t } = useTranslation('troubleshoot');
  const check = useQuery({ ...orpc.troubleshoot.run.queryOptions(), staleTime: 0, refetchOnMount: 'always' });
  const findings = check.data?.findings ?? [];
  const of = (topic: Finding['topic']) => findings.filter((finding) => finding.topic === topic);
  return (
    <div className="lumo-page">
      <div className="lumo-page-body">
        <PageHeader
          title={t('title')}
          detail={
            check.data === undefined ? undefined : (
              <>
                {t('checked')} <TimeText at={check.data.checkedAt} />
              </>
            )
          }
          actions={
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={check.isFetching}
              onClick={() => void check.refetch()}
            >
              {t('again')}
            </Button>
          }
        />
        {check.isError ? <ErrorNotice problem={problemOf(check.error)} onRetry={() => void check.refetch()} /> : null}
        {check.isPending ? (
          <>
            <Text size="sm" c="dimmed" role="status">
              {t('checking')}
            </Text>
            <LoadingRows rows={10} />
          </>
        ) : null}
        {check.data === undefined ? null : (
          <Stack gap="md">
            {[...SITUATIONS, ...REST].map((topic) => {
              const rows = of(topic);
              if (rows.length === 0) return null;
              const worst = worstState(rows);
              return (
                <Card
                  key={topic}
                  title={t(`topics.${topic}`)}
                  aside={<StatusMark tone={STATE_TONE[worst]}>{t(`states.${worst}`)}</StatusMark>}
                >
                  <ul className="trouble-list">
                    {rows.map((finding) => (
                      <FindingRow key={finding.id} finding={finding} onMended={() => void check.refetch()} />
                    ))}
                  </ul>
                </Card>
              );
            })}
          </Stack>
        )}
      </div>
    </div>
  );
}
