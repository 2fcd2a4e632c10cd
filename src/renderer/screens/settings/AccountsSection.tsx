import { Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { canConnectAnother } from '../../components/line-connect/can-connect-another';
import { LineConnectForm } from '../../components/line-connect/LineConnectForm';
import { ConnectionCard } from './ConnectionCard';
import { HubSpotCard } from './HubSpotCard';
import { OfficialAccountCard } from './OfficialAccountCard';
import { RelayCard } from './RelayCard';
import { TestAll } from './TestAll';

/** The connections with their health, tested again at a click. */
export function AccountsSection() {
  const { t } = useTranslation(['settings', 'common']);
  const { data: state, error, refetch } = useQuery(orpc.setup.state.queryOptions());
  const [isAdding, setAdding] = useState(false);
  if (state === undefined) {
    return error === null ? <LoadingRows /> : <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />;
  }
  const isAnyLeft = canConnectAnother(state);
  return (
    <Stack gap="md">
      {state.ownConnection === null ? null : <ConnectionCard connection={state.ownConnection} />}
      <HubSpotCard state={state} />
      {state.officialAccounts.map((account) => (
        <OfficialAccountCard key={account.id} account={account} />
      ))}
      <RelayCard />
      <Group gap="xs">
        {isAnyLeft ? (
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('settings:accounts.add')}
          </Button>
        ) : null}
        <TestAll state={state} />
      </Group>
      {state.officialAccounts.length >= 30 ? (
        <ErrorNotice problem={{ code: 'LINE_ACCOUNT_LIMIT', params: { max: 30 } }} severity="warning" />
      ) : null}
      <Modal
        opened={isAdding}
        onClose={() => setAdding(false)}
        title={t('settings:accounts.add')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <LineConnectForm
          state={state}
          onConnected={(account) => {
            setAdding(false);
            notifications.show({ message: t('settings:accounts.added', { name: account.displayName }) });
          }}
        />
      </Modal>
    </Stack>
  );
}
