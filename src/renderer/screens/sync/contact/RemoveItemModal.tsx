import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';

interface RemoveItemModalProps {
  readonly item: SyncItem;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Ends the sync of an item. What happens to the values here is asked, with their number; none is chosen beforehand. */
export function RemoveItemModal({ item, onClose, onRemoved }: RemoveItemModalProps) {
  const { t } = useTranslation(['sync', 'common']);
  const client = useQueryClient();
  const isDetached = item.status === 'detached';
  const [values, setValues] = useState<'delete' | 'keep' | null>(isDetached ? 'delete' : null);
  const remove = useMutation(
    orpc.mapping.remove.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        notifications.show({ message: t('sync:done.removed', { name: item.label }) });
        onClose();
        if (values === 'delete') onRemoved();
        await client.invalidateQueries();
      },
    }),
  );
  const count = item.filledCount;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('sync:remove.title', { name: item.label })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <Radio.Group
          label={t('sync:remove.question')}
          value={values ?? ''}
          onChange={(next) => setValues(next === 'delete' ? 'delete' : 'keep')}
        >
          <Stack gap="sm" mt={8}>
            {isDetached ? null : (
              <Radio
                value="keep"
                data-autofocus
                label={t('sync:remove.keep', { count })}
                description={t('sync:remove.keepHint')}
              />
            )}
            <Radio
              value="delete"
              label={t('sync:remove.delete', { count })}
              description={t('sync:remove.deleteHint')}
            />
          </Stack>
        </Radio.Group>
        {item.pendingCount === 0 ? null : (
          <Text size="sm">{t('sync:remove.pending', { count: item.pendingCount })}</Text>
        )}
        <Text size="sm" fw={600}>
          {t('sync:remove.untouched')}
        </Text>
        {remove.error === null ? null : <ErrorNotice problem={problemOf(remove.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            color="red"
            disabled={values === null}
            loading={remove.isPending}
            onClick={() => {
              if (values !== null) remove.mutate({ propertyName: item.propertyName, values });
            }}
          >
            {t('sync:remove.go')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
