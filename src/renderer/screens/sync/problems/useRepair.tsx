import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SyncRunId } from '../../../../shared/model/ids';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { orpc } from '../../../bridge/client';

/** What can be done about refused records. Each says what it started; what shows them is read again at once. */
export function useRepair() {
  const { t } = useTranslation('sync');
  const client = useQueryClient();
  const readAgain = (): void => {
    void client.invalidateQueries({ queryKey: orpc.repair.key() });
    void client.invalidateQueries({ queryKey: orpc.dashboard.key() });
  };
  const tellRun = (runId: SyncRunId): void => {
    notifications.show({
      title: t('problems.started'),
      message: (
        <Anchor component="button" type="button" size="sm" onClick={() => goTo(places.run(runId))}>
          {t('problems.toRun')}
        </Anchor>
      ),
    });
  };
  const onStarted = ({ runId }: { runId: SyncRunId }): void => {
    readAgain();
    tellRun(runId);
  };
  return {
    retry: useMutation(orpc.repair.retry.mutationOptions({ onSuccess: onStarted })),
    fix: useMutation(orpc.repair.fixValue.mutationOptions({ meta: { isShownInline: true }, onSuccess: onStarted })),
    exclude: useMutation(orpc.repair.exclude.mutationOptions({ meta: { isShownInline: true }, onSuccess: readAgain })),
    include: useMutation(orpc.repair.include.mutationOptions({ onSuccess: readAgain })),
  };
}
