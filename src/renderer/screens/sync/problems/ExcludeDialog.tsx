import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { useRepair } from './useRepair';

interface ExcludeDialogProps {
  readonly chosen: { readonly ids: readonly number[] } | { readonly cause: string };
  /** The person's name, or null where they are several. */
  readonly name: string | null;
  readonly count: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Leaves people out of every later run, with the reason that colleagues will read. */
export function ExcludeDialog({ chosen, name, count, onDone, onClose }: ExcludeDialogProps) {
  const { t } = useTranslation(['sync', 'common']);
  const [reason, setReason] = useState('');
  const { exclude } = useRepair();
  const text = reason.trim();
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={
        name === null ? t('sync:problems.exclude.titleMany', { count }) : t('sync:problems.exclude.titleOne', { name })
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('sync:problems.exclude.text')}</Text>
        <Textarea
          label={t('sync:problems.exclude.reason')}
          placeholder={t('sync:problems.exclude.example')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={500}
          required
          data-autofocus
        />
        {exclude.isError ? <ErrorNotice problem={problemOf(exclude.error)} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            disabled={text === ''}
            loading={exclude.isPending}
            onClick={() =>
              exclude.mutate(
                'ids' in chosen ? { ids: [...chosen.ids], reason: text } : { cause: chosen.cause, reason: text },
                { onSuccess: onDone },
              )
            }
          >
            {t('sync:problems.exclude.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
