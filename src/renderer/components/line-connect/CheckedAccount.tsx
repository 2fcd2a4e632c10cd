import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LineCheck } from '../../../shared/contract/setup-contract';
import { AccountAvatar } from '../AccountAvatar';
import { StatusMark } from '../StatusMark';

/** The account that the typed values belong to, as LINE names it. */
export function CheckedAccount({ check }: { readonly check: LineCheck }) {
  const { t } = useTranslation('setup');
  return (
    <div className="lumo-card line-checked" role="status">
      <Group wrap="nowrap" gap="sm">
        <AccountAvatar name={check.displayName} pictureUrl={check.pictureUrl} colorKey={check.basicId} size={36} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text size="sm" fw={600} truncate>
            {check.displayName}
          </Text>
          <Text size="xs" c="dimmed">
            {check.basicId}
          </Text>
        </div>
        <StatusMark tone={check.isConnected ? 'warning' : 'ok'}>
          {check.isConnected ? t('line.alreadyConnected') : t('line.found')}
        </StatusMark>
      </Group>
      {check.chatMode === 'chat' ? (
        <Text size="xs" c="dimmed" mt="xs">
          {t('line.chatModeOn')}
        </Text>
      ) : null}
      {check.isConnected || check.freeSequenceNumbers.length > 0 ? null : (
        <Text size="xs" c="error" mt="xs">
          {t('line.noNumberLeft')}
        </Text>
      )}
    </div>
  );
}
