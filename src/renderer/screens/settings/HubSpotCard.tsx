import { Button, Group, Stack } from '@mantine/core';
import { IconActivityHeartbeat, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import { orpc } from '../../bridge/client';
import { Card } from '../../components/Card';
import { ErrorNotice } from '../../components/ErrorNotice';
import { HubSpotConnect } from '../../components/HubSpotConnect';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { HEALTH_TONE } from '../../components/tones';
import { Capabilities } from './Capabilities';
import { DisconnectModal } from './DisconnectModal';
import { Facts } from './Facts';

/** The HubSpot account: health, permissions, test now, reconnect. */
export function HubSpotCard({ state }: { readonly state: SetupState }) {
  const { t } = useTranslation(['settings', 'common', 'setup']);
  const client = useQueryClient();
  const [isReconnecting, setReconnecting] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const test = useMutation(
    orpc.accounts.testHubSpot.mutationOptions({
      onSettled: () =>
        Promise.all([
          client.invalidateQueries({ queryKey: orpc.setup.state.key() }),
          client.invalidateQueries({ queryKey: orpc.dashboard.key() }),
        ]),
    }),
  );
  const { account, state: stage } = state.hubSpot;
  const isSigningIn = stage === 'waitingForBrowser' || stage === 'connecting';
  if (account === null) {
    return (
      <Card title="HubSpot" aside={<StatusMark tone="off">{t('settings:accounts.notConnected')}</StatusMark>}>
        <div className="settings-card-body">
          <HubSpotConnect hubSpot={state.hubSpot} label={t('setup:hubSpot.connect')} />
        </div>
      </Card>
    );
  }
  return (
    <Card
      title="HubSpot"
      aside={<StatusMark tone={HEALTH_TONE[account.health]}>{t(`common:health.${account.health}`)}</StatusMark>}
    >
      <Stack gap="md" className="settings-card-body">
        {account.problem === null ? null : <ErrorNotice problem={account.problem} severity="warning" />}
        <Facts
          facts={[
            [t('settings:accounts.account'), `${account.name} (${account.hubId})`],
            [t('settings:accounts.kind'), t(`settings:accounts.kinds.${account.connectionKind}`)],
            [t('settings:accounts.user'), account.userEmail],
            [t('settings:accounts.timeZone'), account.timeZone],
            [t('settings:accounts.connected'), <TimeText key="connected" at={account.connectedAt} form="full" />],
            [t('settings:accounts.checked'), <TimeText key="checked" at={account.checkedAt} />],
          ]}
        />
        <Capabilities capabilities={account.capabilities} />
        {account.scopes.length === 0 ? null : (
          <details className="settings-scopes">
            <summary>{t('settings:accounts.scopes')}</summary>
            {account.scopes.join(', ')}
          </details>
        )}
        {isSigningIn || isReconnecting ? (
          <HubSpotConnect hubSpot={state.hubSpot} label={t('setup:hubSpot.connect')} />
        ) : (
          <Group gap="xs">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconActivityHeartbeat size={15} aria-hidden />}
              loading={test.isPending}
              onClick={() => test.mutate(undefined)}
            >
              {t('settings:accounts.test')}
            </Button>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlugConnected size={15} aria-hidden />}
              onClick={() => setReconnecting(true)}
            >
              {t('settings:accounts.reconnect')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              leftSection={<IconPlugConnectedX size={15} aria-hidden />}
              onClick={() => setLeaving(true)}
            >
              {t('settings:disconnect.open')}
            </Button>
          </Group>
        )}
      </Stack>
      {isLeaving ? (
        <DisconnectModal id={null} name={`HubSpot (${account.name})`} onClose={() => setLeaving(false)} />
      ) : null}
    </Card>
  );
}
