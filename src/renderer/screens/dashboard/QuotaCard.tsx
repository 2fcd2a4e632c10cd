import { Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OfficialAccount } from '../../../shared/model/account';
import { Card } from '../../components/Card';
import { TimeText } from '../../components/TimeText';
import { useFormat } from '../../i18n/useFormat';

/** Share of the quota from which a warning is shown. */
const NEARLY_USED = 0.9;

function Quota({ account }: { readonly account: OfficialAccount }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const { quotaLimit: limit, quotaUsed: used, quotaAt } = account;
  const ratio = limit === null || used === null || limit === 0 ? null : Math.min(used / limit, 1);
  const isNearlyUsed = ratio !== null && ratio >= NEARLY_USED;
  return (
    <li className="dashboard-quota">
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" truncate>
          {account.displayName}
        </Text>
        <Text size="sm" className="lumo-number" style={{ flex: 'none' }}>
          {quotaAt === null
            ? t('quota.unread')
            : limit === null
              ? t('quota.noLimit', { used: format.number(used ?? 0) })
              : t('quota.used', { used: format.number(used ?? 0), limit: format.number(limit) })}
        </Text>
      </Group>
      {ratio === null ? null : (
        <Progress
          value={ratio * 100}
          size="sm"
          radius="xl"
          mt={6}
          color={isNearlyUsed ? 'orange' : 'lagoon'}
          aria-label={t('quota.bar', { name: account.displayName })}
        />
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {isNearlyUsed && limit !== null && used !== null ? (
          <>{t('quota.nearly', { left: format.number(Math.max(0, limit - used)) })} · </>
        ) : null}
        {quotaAt === null ? null : (
          <>
            {t('quota.asOf')} <TimeText at={quotaAt} />
          </>
        )}
      </Text>
    </li>
  );
}

/** Messages of this month per Official Account against what its plan allows. */
export function QuotaCard({ accounts }: { readonly accounts: readonly OfficialAccount[] }) {
  const { t } = useTranslation('dashboard');
  return (
    <Card title={t('quota.title')}>
      <ul className="dashboard-list">
        {accounts.map((account) => (
          <Quota key={account.id} account={account} />
        ))}
      </ul>
    </Card>
  );
}
