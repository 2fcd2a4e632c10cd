import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useSyncRun } from '../../bridge/useSyncRun';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { PropertyPicker } from '../../components/property-picker/PropertyPicker';

/** Changes which properties are synced. What a removal deletes is said before; a new one asks for its values. */
export function PropertiesModal({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const client = useQueryClient();
  const { start } = useSyncRun();
  const { data: choices, error, refetch } = useQuery(orpc.mapping.choices.queryOptions());
  const [changed, setChanged] = useState<ReadonlySet<string> | null>(null);
  const before = new Set(choices?.filter((choice) => choice.isChosen).map(({ name }) => name));
  const chosen = changed ?? before;
  const removed = choices?.filter(({ name }) => before.has(name) && !chosen.has(name)) ?? [];
  const added = [...chosen].filter((name) => !before.has(name));
  const save = useMutation(
    orpc.setup.saveProperties.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        await client.invalidateQueries();
        if (added.length > 0) {
          start('full');
          notifications.show({ message: t('settings:sync.savedAndSyncing') });
        }
        onClose();
      },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('settings:sync.change')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="sm">
        {error === null || choices !== undefined ? null : (
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />
        )}
        {choices === undefined && error === null ? <LoadingRows rows={8} /> : null}
        {choices === undefined ? null : (
          <PropertyPicker choices={choices} value={chosen} onChange={setChanged} autoFocus />
        )}
        {removed.length === 0 ? null : (
          <Alert color="amber" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />} role="status">
            {t('settings:sync.removing', { names: removed.map(({ label }) => label).join(', ') })}
          </Alert>
        )}
        {save.error === null ? null : <ErrorNotice problem={problemOf(save.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            onClick={() => save.mutate({ names: [...chosen] })}
            loading={save.isPending}
            disabled={added.length === 0 && removed.length === 0}
          >
            {added.length === 0 ? t('common:save') : t('settings:sync.saveAndSync')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
