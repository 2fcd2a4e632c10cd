import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/errors/error-code';

interface ProblemTextProps {
  readonly problem: Problem;
  /** Leaves out the first sentence where it stands as a title above. */
  readonly isWhatHidden?: boolean;
}

/** The three sentences of an error: what happened, what is safe, what to do. */
export function ProblemText({ problem, isWhatHidden = false }: ProblemTextProps) {
  const { t } = useTranslation('errors');
  return (
    <>
      {isWhatHidden ? null : (
        <Text size="sm" fw={600}>
          {t(`${problem.code}.what`, problem.params)}
        </Text>
      )}
      <Text size="sm">{t(`${problem.code}.safe`, problem.params)}</Text>
      <Text size="sm">{t(`${problem.code}.todo`, problem.params)}</Text>
    </>
  );
}
