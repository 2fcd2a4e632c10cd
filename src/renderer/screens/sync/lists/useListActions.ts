import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HubSpotList } from '../../../../shared/model/crm';
import { orpc } from '../../../bridge/client';

/** What can be done with lists. */
export interface ListActions {
  readonly refresh: () => void;
  /** Reads the lists for the first time: nobody asked for it, so success is not told. */
  readonly refreshQuietly: () => void;
  readonly isRefreshing: boolean;
  readonly setSynced: (list: HubSpotList, isSynced: boolean) => void;
  readonly syncNow: (list: HubSpotList) => void;
  /** The list whose members are being read now. */
  readonly syncingId: string | null;
  /** The list whose switch was just moved and is not stored yet. */
  readonly switchingId: string | null;
}

/** Refreshes, switches and reads lists, and says what came of it. */
export function useListActions(): ListActions {
  const { t } = useTranslation('sync');
  const client = useQueryClient();
  const readAgain = (): Promise<void> => client.invalidateQueries({ queryKey: orpc.lists.key() });
  const refresh = useMutation(orpc.lists.refresh.mutationOptions({ onSettled: readAgain }));
  const tell = (): void => {
    notifications.show({ message: t('lists.refreshed') });
  };
  const setSynced = useMutation(orpc.lists.setSynced.mutationOptions({ onSettled: readAgain }));
  const syncNow = useMutation(
    orpc.lists.syncNow.mutationOptions({
      onSuccess: ({ name, memberCount }) => {
        notifications.show({ message: t('lists.syncedNow', { name, count: memberCount }) });
      },
      onSettled: readAgain,
    }),
  );
  return {
    refresh: () => refresh.mutate(undefined, { onSuccess: tell }),
    refreshQuietly: () => refresh.mutate(undefined),
    isRefreshing: refresh.isPending,
    setSynced: ({ id }, isSynced) => setSynced.mutate({ id, isSynced }),
    syncNow: ({ id }) => syncNow.mutate({ id }),
    syncingId: syncNow.isPending ? syncNow.variables.id : null,
    switchingId: setSynced.isPending ? setSynced.variables.id : null,
  };
}
