import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';

interface ApplyModalProps {
  readonly item: SyncItem;
  readonly onClose: () => void;
  readonly onDryRun: () => void;
}

/** Asks whether an item's values are to be read for all contacts, with their number and the way to a dry run. */
export function ApplyModal({ item, onClose, onDryRun }: ApplyModalProps) {
  const { t } = useTranslation(['sync', 'common']);
  const client = useQueryClient();
  const count = useQuery(orpc.mapping.valueCount.queryOptions({ input: { propertyName: item.propertyName } })).data;
  const rule = item.rule === null ? t('sync:rules.line') : t(`sync:rules.${item.rule}.name`);
  const apply = useMutation(
    orpc.mapping.applyToExisting.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        notifications.show({ message: t('sync:done.applied', { name: item.label }) });
        onClose();
        await client.invalidateQueries({ queryKey: orpc.mapping.key() });
      },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('sync:apply.title', { name: item.label })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <Text size="sm">
          {count === undefined
            ? t('sync:apply.unknown', { rule })
            : t('sync:apply.question', { count: count.contacts, rule })}
        </Text>
        {item.direction === 'fromHubSpot' ? null : <Text size="sm">{t('sync:apply.writes')}</Text>}
        {apply.error === null ? null : <ErrorNotice problem={problemOf(apply.error)} />}
        <Group justify="space-between">
          <Button
            variant="subtle"
            onClick={() => {
              onClose();
              onDryRun();
            }}
          >
            {t('sync:apply.look')}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button
              data-autofocus
              onClick={() => apply.mutate({ propertyName: item.propertyName })}
              loading={apply.isPending}
            >
              {t('sync:apply.go')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
