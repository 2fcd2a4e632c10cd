import { UnstyledButton } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { useTranslation } from 'react-i18next';
import type { contract } from '../../../../shared/contract/contract';
import { NumberText } from '../../../components/NumberText';
import { StatusMark } from '../../../components/StatusMark';
import type { ProblemPlace } from './useProblemPlace';

type Summary = InferContractRouterOutputs<typeof contract>['repair']['summary'];

interface ProblemCountsProps {
  /** null = still being read. */
  readonly summary: Summary | null;
  readonly place: ProblemPlace;
  readonly onGo: (place: ProblemPlace) => void;
}

/** Contacts in step, records that fail, and who is excluded. Excluded is not failed: each has a list of its own. */
export function ProblemCounts({ summary, place, onGo }: ProblemCountsProps) {
  const { t } = useTranslation('sync');
  const isExcluded = place.level === 'excluded';
  return (
    <div className="problems-counts">
      <div className="lumo-card problems-count">
        <StatusMark tone="ok">{t('problems.counts.inSync')}</StatusMark>
        <NumberText value={summary?.inSync ?? null} />
        <small>{t('problems.counts.inSyncHint')}</small>
      </div>
      <UnstyledButton
        className="lumo-card problems-count"
        aria-pressed={!isExcluded}
        onClick={() => onGo({ level: 'causes' })}
      >
        <StatusMark tone={summary?.failing === 0 ? 'ok' : 'error'}>{t('problems.counts.failing')}</StatusMark>
        <NumberText value={summary?.failing ?? null} />
        <small>{t('problems.counts.failingHint')}</small>
      </UnstyledButton>
      <UnstyledButton
        className="lumo-card problems-count"
        aria-pressed={isExcluded}
        onClick={() => onGo({ level: 'excluded' })}
      >
        <StatusMark tone="off">{t('problems.counts.excluded')}</StatusMark>
        <NumberText value={summary?.excluded ?? null} />
        <small>{t('problems.counts.excludedHint')}</small>
      </UnstyledButton>
    </div>
  );
}
