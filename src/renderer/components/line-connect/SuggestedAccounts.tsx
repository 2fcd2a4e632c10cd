import { Group, Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import type { OfficialAccount } from '../../../shared/model/account';
import { AccountAvatar } from '../AccountAvatar';
import { StatusMark } from '../StatusMark';

interface SuggestedAccountsProps {
  readonly accounts: SetupState['suggestedOfficialAccounts'];
  readonly connected: readonly OfficialAccount[];
  /** Channel ID of the chosen account; '' = none. */
  readonly value: string;
  readonly onChange: (channelId: string) => void;
}

/** The sandbox's own accounts as cards to choose from; connected ones are marked and off. */
export function SuggestedAccounts({ accounts, connected, value, onChange }: SuggestedAccountsProps) {
  const { t } = useTranslation(['setup', 'common']);
  const firstFree = accounts.find(({ channelId }) => !connected.some((each) => each.channelId === channelId));
  return (
    <Radio.Group value={value} onChange={onChange} label={t('setup:line.choose')}>
      <Stack gap="xs" mt={6}>
        {accounts.map((account) => {
          const isConnected = connected.some(({ channelId }) => channelId === account.channelId);
          return (
            <Radio.Card
              key={account.channelId}
              value={account.channelId}
              disabled={isConnected}
              radius="md"
              className="line-suggestion"
              data-autofocus={account === firstFree ? true : undefined}
            >
              <Group wrap="nowrap" gap="sm">
                <Radio.Indicator disabled={isConnected} />
                <AccountAvatar name={account.displayName} pictureUrl={null} colorKey={account.channelId} size={32} />
                <div style={{ flex: 1, minWidth: 0 }}>
                  <Text size="sm" fw={600} truncate>
                    {account.displayName}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {account.basicId} · {t('setup:line.channel', { id: account.channelId })}
                  </Text>
                </div>
                {isConnected ? <StatusMark tone="ok">{t('common:health.ok')}</StatusMark> : null}
              </Group>
            </Radio.Card>
          );
        })}
      </Stack>
    </Radio.Group>
  );
}
