import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconExclamationCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/errors/error-code';
import { ProblemText } from './ProblemText';
import { problemParams } from './problem-params';

interface ErrorNoticeProps {
  readonly problem: Problem;
  readonly severity?: 'warning' | 'error';
  readonly onRetry?: () => void;
  readonly isRetrying?: boolean;
  /** More buttons beside "Try again". */
  readonly actions?: ReactNode;
}

/** A problem in its place: what happened, what is safe, what to do, and a way on. */
export function ErrorNotice({ problem, severity = 'error', onRetry, isRetrying = false, actions }: ErrorNoticeProps) {
  const { t } = useTranslation(['common', 'errors']);
  const Icon = severity === 'error' ? IconExclamationCircle : IconAlertTriangle;
  return (
    <Alert
      role="alert"
      variant="light"
      data-severity={severity}
      icon={<Icon size={20} aria-hidden />}
      title={t(`errors:${problem.code}.what`, problemParams(problem))}
      className="lumo-notice"
    >
      <ProblemText problem={problem} isWhatHidden />
      {onRetry === undefined && actions === undefined ? null : (
        <Group gap="xs" mt="xs">
          {onRetry === undefined ? null : (
            <Button variant="default" size="xs" onClick={onRetry} loading={isRetrying}>
              {t('common:tryAgain')}
            </Button>
          )}
          {actions}
        </Group>
      )}
    </Alert>
  );
}
