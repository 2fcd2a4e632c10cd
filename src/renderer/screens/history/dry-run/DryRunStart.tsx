import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../../shared/errors/error-code';
import type { DryRun } from '../../../../shared/model/sync';
import { ErrorNotice } from '../../../components/ErrorNotice';
import type { DryRunKind } from './dry-run-kind';

interface DryRunStartProps {
  /** The dry run before, where it failed or was cancelled. */
  readonly last: DryRun | null;
  readonly isSyncing: boolean;
  readonly isStarting: boolean;
  readonly problem: Problem | null;
  readonly onStart: (kind: DryRunKind) => void;
}

const KINDS = ['incremental', 'full'] as const;

/** Asks what a dry run shall read. */
export function DryRunStart({ last, isSyncing, isStarting, problem, onStart }: DryRunStartProps) {
  const { t } = useTranslation(['history', 'dashboard']);
  const [kind, setKind] = useState<DryRunKind>('incremental');
  return (
    <Stack gap="sm">
      <Text size="sm">{t('history:dryRun.text')}</Text>
      {last?.state === 'cancelled' ? (
        <Text size="sm" c="dimmed" role="status">
          {t('history:dryRun.cancelled')}
        </Text>
      ) : null}
      {last?.state === 'failed' && last.problem !== null ? <ErrorNotice problem={last.problem} /> : null}
      {problem === null ? null : <ErrorNotice problem={problem} />}
      <Radio.Group
        value={kind}
        onChange={(value) => setKind(value === 'full' ? 'full' : 'incremental')}
        label={t('history:dryRun.choose')}
      >
        <Stack gap={10} mt={8}>
          {KINDS.map((value) => (
            <Radio
              key={value}
              value={value}
              size="sm"
              label={t(value === 'full' ? 'dashboard:resync.all' : 'dashboard:resync.changes')}
              description={t(value === 'full' ? 'dashboard:resync.allHint' : 'dashboard:resync.changesHint')}
            />
          ))}
        </Stack>
      </Radio.Group>
      {isSyncing ? (
        <Alert variant="light" color="amber" icon={<IconInfoCircle size={18} aria-hidden />} role="status">
          {t('history:dryRun.syncRuns')}
        </Alert>
      ) : null}
      <Group justify="flex-end">
        <Button loading={isStarting} disabled={isSyncing} onClick={() => onStart(kind)} data-autofocus>
          {t('history:dryRun.start')}
        </Button>
      </Group>
    </Stack>
  );
}
