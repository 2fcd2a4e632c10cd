import { Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DryRun } from '../../../../shared/model/sync';
import { useNow } from '../../../components/useNow';
import { useFormat } from '../../../i18n/useFormat';
import { differencesOf } from './dry-run-views';

interface DryRunProgressProps {
  readonly dryRun: DryRun;
  readonly isCancelling: boolean;
  readonly onCancel: () => void;
}

/** A dry run under way: contacts compared, differences found so far, time gone, and cancel. */
export function DryRunProgress({ dryRun, isCancelling, onCancel }: DryRunProgressProps) {
  const { t } = useTranslation(['history', 'dashboard', 'common']);
  const format = useFormat();
  const now = useNow('second');
  const { done, total } = dryRun;
  const ratio = total === null || total === 0 ? null : Math.min(1, done / total);
  const gone = Math.max(0, now - dryRun.startedAt);
  const facts = [
    total === null
      ? t('dashboard:progress.done', { count: done })
      : t('dashboard:progress.doneOf', { done: format.number(done), total: format.number(total) }),
    t('history:dryRun.found', { count: differencesOf(dryRun) }),
    ...(gone < 1000 ? [] : [format.duration(gone)]),
  ];
  return (
    <div className="dry-run-progress">
      <VisuallyHidden role="status" aria-live="polite">
        {ratio === null
          ? t('history:dryRun.running')
          : `${t('history:dryRun.running')}, ${format.percent(Math.floor(ratio * 10) / 10)}`}
      </VisuallyHidden>
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {isCancelling ? t('dashboard:progress.cancelling') : t('history:dryRun.running')}
        </Text>
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
        my={10}
        aria-label={t('history:dryRun.running')}
      />
      <Text size="sm" className="lumo-number">
        {facts.join(' · ')}
      </Text>
      <Text size="xs" c="dimmed" mt={6}>
        {t('history:dryRun.safe')}
      </Text>
    </div>
  );
}
