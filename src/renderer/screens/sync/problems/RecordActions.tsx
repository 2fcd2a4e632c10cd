import { Anchor, Button, Group } from '@mantine/core';
import { IconPencil, IconRefresh, IconUserMinus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SyncProblem } from '../../../../shared/model/sync';
import { places } from '../../../app/places';
import { useSyncRun } from '../../../bridge/useSyncRun';
import { ExcludeDialog } from './ExcludeDialog';
import { FixValue } from './FixValue';
import { useRepair } from './useRepair';

interface RecordActionsProps {
  readonly record: SyncProblem;
  /** Called when the record is not among the refused ones any more. */
  readonly onGone: () => void;
}

/** What can be done about one refused record. */
export function RecordActions({ record, onGone }: RecordActionsProps) {
  const { t } = useTranslation('sync');
  const [open, setOpen] = useState<'fix' | 'exclude' | null>(null);
  const { progress } = useSyncRun();
  const { retry } = useRepair();
  const isBusy = progress !== null;
  return (
    <>
      {open === 'fix' ? <FixValue record={record} onClose={() => setOpen(null)} /> : null}
      <Group gap="xs">
        {record.canFixValue && open !== 'fix' ? (
          <Button size="xs" leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setOpen('fix')}>
            {t('problems.fix.button')}
          </Button>
        ) : null}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={15} aria-hidden />}
          loading={retry.isPending}
          disabled={isBusy}
          onClick={() => retry.mutate({ ids: [record.id] })}
        >
          {t('problems.retry')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUserMinus size={15} aria-hidden />}
          onClick={() => setOpen('exclude')}
        >
          {t('problems.exclude.button')}
        </Button>
        {record.property === null ? null : (
          <Anchor
            component={Link}
            to={`${places.syncData('contact')}?open=${encodeURIComponent(record.property)}`}
            size="sm"
          >
            {t('problems.changeRule')}
          </Anchor>
        )}
      </Group>
      {open === 'exclude' ? (
        <ExcludeDialog
          chosen={{ ids: [record.id] }}
          name={record.recordName}
          count={1}
          onClose={() => setOpen(null)}
          onDone={onGone}
        />
      ) : null}
    </>
  );
}
