import { Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import { IconHourglass, IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type SyncProgress, type SyncStep, syncStepSchema } from '../../shared/model/sync';
import { useFormat } from '../i18n/useFormat';
import { useNow } from './useNow';

const STEPS: readonly SyncStep[] = syncStepSchema.options;

interface SyncProgressViewProps {
  readonly progress: SyncProgress;
  readonly onCancel: () => void;
}

/** A running sync: step, counts, rate, time left, what it waits for, and cancel. */
export function SyncProgressView({ progress, onCancel }: SyncProgressViewProps) {
  const { t } = useTranslation(['dashboard', 'common']);
  const format = useFormat();
  const now = useNow('second');
  const { step, done, total, perSecond, remainingMs, waitingFor, isCancelling } = progress;
  const ratio = total === null || total === 0 ? null : Math.min(done / total, 1);
  const stepName = t(`common:syncStep.${step}`);
  const facts = [
    total === null
      ? t('dashboard:progress.done', { count: done })
      : t('dashboard:progress.doneOf', { done: format.number(done), total: format.number(total) }),
    ...(perSecond > 0 ? [t('dashboard:progress.rate', { rate: format.number(Math.round(perSecond)) })] : []),
    ...(remainingMs === null ? [] : [t('dashboard:progress.left', { duration: format.duration(remainingMs) })]),
  ];
  return (
    <div className="lumo-progress">
      <VisuallyHidden role="status" aria-live="polite">
        {ratio === null ? stepName : `${stepName}, ${format.percent(Math.floor(ratio * 10) / 10)}`}
      </VisuallyHidden>
      <Group justify="space-between" wrap="nowrap" gap="md">
        <div>
          <Text fw={600} size="sm">
            {isCancelling ? t('dashboard:progress.cancelling') : stepName}
          </Text>
          <Text size="xs" c="dimmed">
            {t('dashboard:progress.step', { step: STEPS.indexOf(step) + 1, of: STEPS.length })} ·{' '}
            {t(`common:runKind.${progress.kind}`)}
          </Text>
        </div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          onClick={onCancel}
          disabled={isCancelling}
        >
          {t('common:cancel')}
        </Button>
      </Group>
      <Progress
        value={ratio === null ? 100 : ratio * 100}
        animated={ratio === null}
        size="md"
        radius="xl"
        mt={10}
        mb={8}
        aria-label={stepName}
      />
      <Group justify="space-between" gap="md">
        <Text size="sm" className="lumo-number">
          {facts.join(' · ')}
        </Text>
        {waitingFor === null ? null : (
          <Text size="sm" c="dimmed" className="lumo-number lumo-waiting">
            <IconHourglass size={14} aria-hidden />
            {t(`common:waiting.${waitingFor.reason}`, {
              duration: format.duration(Math.max(1_000, waitingFor.until - now)),
            })}
          </Text>
        )}
      </Group>
    </div>
  );
}
