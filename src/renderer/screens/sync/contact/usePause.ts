import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';

/** A function that pauses or resumes an item and says so; nothing is lost by either, so nothing is asked. */
export function usePause(): (item: SyncItem, isPaused: boolean) => void {
  const { t } = useTranslation('sync');
  const client = useQueryClient();
  const change = useMutation(
    orpc.mapping.change.mutationOptions({
      onSuccess: (item, { isPaused }) => {
        const name = item.label;
        notifications.show({ message: isPaused === true ? t('done.paused', { name }) : t('done.resumed', { name }) });
        return client.invalidateQueries({ queryKey: orpc.mapping.key() });
      },
    }),
  );
  return ({ propertyName }, isPaused) => change.mutate({ propertyName, isPaused });
}
