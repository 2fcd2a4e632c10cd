import { Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SyncCause } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { useProblemWords } from '../../../components/contact/useProblemWords';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { NumberText } from '../../../components/NumberText';
import { TimeText } from '../../../components/TimeText';
import { TrendBars } from './TrendBars';
import { usePropertyName } from './usePropertyName';

interface CausesProps {
  /** null = not known yet. */
  readonly failing: number | null;
  readonly onOpen: (cause: string) => void;
}

/** First level: everything that is refused, as one card for each reason. */
export function Causes({ failing, onOpen }: CausesProps) {
  const { t } = useTranslation('sync');
  const query = useQuery(orpc.repair.causes.queryOptions());
  if (query.isError && query.data === undefined) {
    return <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) return <LoadingRows rows={4} height={40} />;
  if (query.data.length === 0) {
    return failing === null || failing === 0 ? (
      <section className="lumo-card">
        <EmptyState icon={IconCircleCheck} title={t('problems.empty.title')} hint={t('problems.empty.hint')} />
      </section>
    ) : null;
  }
  return (
    <ul className="problems-causes" aria-label={t('problems.causes')}>
      {query.data.map((cause) => (
        <li key={cause.key}>
          <CauseCard cause={cause} onOpen={() => onOpen(cause.key)} />
        </li>
      ))}
    </ul>
  );
}

function CauseCard({ cause, onOpen }: { readonly cause: SyncCause; readonly onOpen: () => void }) {
  const { t } = useTranslation(['sync', 'errors']);
  const wordsOf = useProblemWords();
  const nameOf = usePropertyName();
  const { problem, property } = cause;
  const params = wordsOf(problem);
  return (
    <UnstyledButton className="lumo-card problems-cause" onClick={onOpen}>
      <span className="problems-cause-count">
        <NumberText value={cause.count} />
      </span>
      <span className="problems-cause-text">
        <Text size="sm" fw={600} span>
          {t(`errors:${problem.code}.what`, params)}
        </Text>
        {property === null ? null : (
          <Text size="xs" span>
            {t('sync:problems.field')}: {nameOf(property)}
          </Text>
        )}
        <Text size="xs" c="dimmed" span>
          {t(`errors:${problem.code}.todo`, params)}
        </Text>
        <Text size="xs" c="dimmed" span>
          {t('sync:problems.people', { count: cause.people })} · {t('sync:problems.firstSeen')}{' '}
          <TimeText at={cause.firstAt} /> · {t('sync:problems.lastSeen')} <TimeText at={cause.lastAt} />
        </Text>
      </span>
      <TrendBars trend={cause.trend} />
      <IconChevronRight size={17} aria-hidden className="problems-cause-arrow" />
    </UnstyledButton>
  );
}
