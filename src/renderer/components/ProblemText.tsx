import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/errors/error-code';
import { problemDetail, problemParams } from './problem-params';

interface ProblemTextProps {
  readonly problem: Problem;
  /** Leaves out the first sentence where it stands as a title above. */
  readonly isWhatHidden?: boolean;
}

/** The three sentences of an error: what happened, what is safe, what to do. */
export function ProblemText({ problem, isWhatHidden = false }: ProblemTextProps) {
  const { t } = useTranslation(['errors', 'common']);
  const params = problemParams(problem);
  const detail = problemDetail(problem);
  return (
    <>
      {isWhatHidden ? null : (
        <Text size="sm" fw={600}>
          {t(`errors:${problem.code}.what`, params)}
        </Text>
      )}
      <Text size="sm">{t(`errors:${problem.code}.safe`, params)}</Text>
      <Text size="sm">{t(`errors:${problem.code}.todo`, params)}</Text>
      {detail === null ? null : (
        <Text size="xs" c="dimmed" mt={4} className="lumo-detail">
          {t('common:details')}: {detail}
        </Text>
      )}
    </>
  );
}
