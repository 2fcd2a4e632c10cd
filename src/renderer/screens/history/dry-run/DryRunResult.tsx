import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../../shared/errors/error-code';
import type { DryRun } from '../../../../shared/model/sync';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { NumberText } from '../../../components/NumberText';
import { TimeText } from '../../../components/TimeText';
import { DryRunChanges } from './DryRunChanges';
import { DRY_RUN_VIEWS, type DryRunView, differencesOf } from './dry-run-views';

interface DryRunResultProps {
  readonly dryRun: DryRun;
  readonly isSyncing: boolean;
  readonly isApplying: boolean;
  readonly problem: Problem | null;
  readonly onApply: () => void;
  readonly onAgain: () => void;
}

/** What a real run would change, by kind and one by one, and the way to do it. */
export function DryRunResult({ dryRun, isSyncing, isApplying, problem, onApply, onAgain }: DryRunResultProps) {
  const { t } = useTranslation('history');
  const [view, setView] = useState<DryRunView | null>(null);
  const { counts } = dryRun;
  const count = differencesOf(dryRun);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('dryRun.doneAt')} <TimeText at={dryRun.finishedAt} form="full" /> · {t('dryRun.safe')}
      </Text>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of toggles, not fields of a form */}
      <div className="dry-run-counts" role="group" aria-label={t('dryRun.show')}>
        {DRY_RUN_VIEWS.map((one) => (
          <UnstyledButton
            key={one}
            className="dry-run-count"
            aria-pressed={view === one}
            disabled={counts[one] === 0}
            onClick={() => setView(view === one ? null : one)}
          >
            <NumberText value={counts[one]} />
            <span>{t(`dryRun.counts.${one}`)}</span>
          </UnstyledButton>
        ))}
        <div className="dry-run-count" data-is-plain="true">
          <NumberText value={counts.unchanged} />
          <span>{t('dryRun.counts.unchanged')}</span>
        </div>
      </div>
      {count === 0 ? (
        <EmptyState icon={IconCircleCheck} title={t('dryRun.nothing')} hint={t('dryRun.nothingHint')} />
      ) : (
        <DryRunChanges key={view ?? 'all'} dryRun={dryRun} view={view} />
      )}
      {problem === null ? null : <ErrorNotice problem={problem} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onAgain}>
          {t('dryRun.again')}
        </Button>
        <Button loading={isApplying} disabled={isSyncing || count === 0} onClick={onApply}>
          {t('dryRun.apply')}
        </Button>
      </Group>
    </Stack>
  );
}
