import { Button, Group, Stack, Text } from '@mantine/core';
import { IconActivityHeartbeat, IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficialAccount } from '../../../shared/model/account';
import { orpc } from '../../bridge/client';
import { AccountAvatar } from '../../components/AccountAvatar';
import { ErrorNotice } from '../../components/ErrorNotice';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { HEALTH_TONE } from '../../components/tones';
import { useFormat } from '../../i18n/useFormat';
import { DisconnectModal } from './DisconnectModal';
import { Facts } from './Facts';
import { IntegrationSwitches } from './IntegrationSwitches';

/** LINE's answers to a test of the webhook that have words of their own here. */
const REASONS = ['OK', 'COULD_NOT_CONNECT', 'REQUEST_TIMEOUT', 'ERROR_STATUS_CODE', 'UNCLASSIFIED'] as const;

/** One Official Account: health, webhook, sequence number, quota, what it does by itself, test now, disconnect. */
export function OfficialAccountCard({ account }: { readonly account: OfficialAccount }) {
  const { t } = useTranslation(['settings', 'common']);
  const format = useFormat();
  const client = useQueryClient();
  const [isLeaving, setLeaving] = useState(false);
  const test = useMutation(
    orpc.accounts.testLine.mutationOptions({
      onSettled: () =>
        Promise.all([
          client.invalidateQueries({ queryKey: orpc.setup.state.key() }),
          client.invalidateQueries({ queryKey: orpc.dashboard.key() }),
        ]),
    }),
  );
  const reason = REASONS.find((each) => each === account.webhookTestReason);
  return (
    <section className="lumo-card" aria-label={account.displayName}>
      <div className="lumo-card-head">
        <Group gap="sm" wrap="nowrap">
          <AccountAvatar name={account.displayName} pictureUrl={account.pictureUrl} colorKey={account.id} size={28} />
          <Text component="h2" fw={650} size="md">
            {account.displayName}
          </Text>
          <Text size="sm" c="dimmed">
            {account.basicId}
          </Text>
        </Group>
        <StatusMark tone={HEALTH_TONE[account.health]}>{t(`common:health.${account.health}`)}</StatusMark>
      </div>
      <Stack gap="md" className="settings-card-body">
        {account.problem === null ? null : <ErrorNotice problem={account.problem} severity="warning" />}
        <Facts
          facts={[
            [t('settings:accounts.channelId'), account.channelId],
            [t('settings:accounts.friends'), format.number(account.friendCount)],
            [t('settings:accounts.webhook'), <WebhookState key="webhook" isActive={account.isWebhookActive} />],
            [
              t('settings:accounts.webhookTest'),
              account.webhookTestedAt === null ? null : (
                <span key="test">
                  {reason === undefined ? (account.webhookTestReason ?? '') : t(`settings:accounts.reasons.${reason}`)}
                  {' · '}
                  <TimeText at={account.webhookTestedAt} />
                </span>
              ),
            ],
            [t('settings:accounts.webhookUrl'), account.webhookUrl],
            [t('settings:accounts.lastEvent'), <TimeText key="event" at={account.lastEventAt} />],
            [
              t('settings:accounts.quota'),
              account.quotaAt === null
                ? null
                : account.quotaLimit === null
                  ? t('settings:accounts.quotaNoLimit', { used: format.number(account.quotaUsed ?? 0) })
                  : t('settings:accounts.quotaOf', {
                      used: format.number(account.quotaUsed ?? 0),
                      limit: format.number(account.quotaLimit),
                    }),
            ],
            [t('settings:accounts.connected'), <TimeText key="connected" at={account.connectedAt} form="full" />],
          ]}
        />
        <div className="settings-number">
          <Text size="sm" fw={600}>
            {t('settings:accounts.number', { number: account.sequenceNumber })}
          </Text>
          <Text size="sm" c="dimmed">
            {t('settings:accounts.numberHint')}
          </Text>
        </div>
        <IntegrationSwitches account={account} />
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconActivityHeartbeat size={15} aria-hidden />}
            loading={test.isPending}
            onClick={() => test.mutate({ id: account.id })}
          >
            {t('settings:accounts.test')}
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
          <Text size="xs" c="dimmed" role="status">
            {account.checkedAt === null ? null : (
              <>
                {t('settings:accounts.checkedAt')} <TimeText at={account.checkedAt} />
              </>
            )}
          </Text>
        </Group>
      </Stack>
      {isLeaving ? (
        <DisconnectModal id={account.id} name={account.displayName} onClose={() => setLeaving(false)} />
      ) : null}
    </section>
  );
}

function WebhookState({ isActive }: { readonly isActive: boolean | null }) {
  const { t } = useTranslation('settings');
  if (isActive === null) return <StatusMark tone="neutral">{t('accounts.webhookUnknown')}</StatusMark>;
  return isActive ? (
    <StatusMark tone="ok">{t('accounts.webhookOn')}</StatusMark>
  ) : (
    <StatusMark tone="error">{t('accounts.webhookOff')}</StatusMark>
  );
}
