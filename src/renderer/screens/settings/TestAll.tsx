import { Button } from '@mantine/core';
import { IconActivityHeartbeat } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import { orpc, rpc } from '../../bridge/client';

/** Tests every connection again; each card then shows what was found. */
export function TestAll({ state }: { readonly state: SetupState }) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () =>
      Promise.allSettled([
        ...(state.hubSpot.account === null ? [] : [rpc.accounts.testHubSpot()]),
        ...state.officialAccounts.map(({ id }) => rpc.accounts.testLine({ id })),
        rpc.accounts.testRelay(),
      ]),
    onSettled: () =>
      Promise.all(
        [orpc.setup.state.key(), orpc.accounts.key(), orpc.dashboard.key()].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconActivityHeartbeat size={16} aria-hidden />}
      loading={test.isPending}
      onClick={() => test.mutate()}
    >
      {t('accounts.testAll')}
    </Button>
  );
}
