import './problems.css';
import '../../../components/contact/contact.css';
import { Text } from '@mantine/core';
import { IconRefreshDot } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { useSyncRun } from '../../../bridge/useSyncRun';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { SyncProgressView } from '../../../components/SyncProgressView';
import { Causes } from './Causes';
import { ExcludedList } from './ExcludedList';
import { ProblemCounts } from './ProblemCounts';
import { RecordList } from './RecordList';
import { RecordView } from './RecordView';
import { useProblemPlace } from './useProblemPlace';

/** The repair bench: what HubSpot refuses at the moment, by cause and record, what can be done, and who is left out. */
export function ProblemsTab() {
  const { t } = useTranslation('sync');
  const [place, go] = useProblemPlace();
  const { progress, cancel } = useSyncRun();
  const summary = useQuery(orpc.repair.summary.queryOptions());
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <section className="problems" tabIndex={0} aria-label={t('tabs.problems')}>
      {summary.isError && summary.data === undefined ? (
        <ErrorNotice problem={problemOf(summary.error)} onRetry={() => void summary.refetch()} />
      ) : (
        <ProblemCounts summary={summary.data ?? null} place={place} onGo={go} />
      )}
      {progress?.kind === 'repair' ? (
        <section className="lumo-card problems-running" aria-label={t('problems.running')}>
          <SyncProgressView progress={progress} onCancel={cancel} />
        </section>
      ) : null}
      {place.level === 'excluded' ? null : (
        <Text size="sm" c="dimmed" className="problems-note">
          <IconRefreshDot size={16} aria-hidden />
          {t('problems.automatic')}
        </Text>
      )}
      {place.level === 'causes' ? (
        <Causes failing={summary.data?.failing ?? null} onOpen={(cause) => go({ level: 'cause', cause })} />
      ) : null}
      {place.level === 'cause' ? <RecordList key={place.cause} cause={place.cause} onGo={go} /> : null}
      {place.level === 'record' ? <RecordView key={place.id} id={place.id} cause={place.cause} onGo={go} /> : null}
      {place.level === 'excluded' ? <ExcludedList /> : null}
    </section>
  );
}
