import { Anchor, Text } from '@mantine/core';
import { IconAffiliate, IconCloudUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Dashboard } from '../../../shared/contract/sync-contract';
import { places } from '../../app/places';
import { AccountAvatar } from '../../components/AccountAvatar';
import { Card } from '../../components/Card';
import { StatusMark, type StatusTone } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { HEALTH_TONE, RELAY_TONE } from '../../components/tones';
import { useFormat } from '../../i18n/useFormat';

interface RowProps {
  readonly mark: ReactNode;
  readonly name: string;
  readonly detail: ReactNode;
  readonly tone: StatusTone;
  readonly state: string;
  readonly since: ReactNode;
}

function Row({ mark, name, detail, tone, state, since }: RowProps) {
  return (
    <li className="dashboard-connection">
      <span className="dashboard-connection-mark">{mark}</span>
      <div className="dashboard-connection-name">
        <Text size="sm" fw={550} truncate>
          {name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {detail}
        </Text>
      </div>
      <div className="dashboard-connection-state">
        <StatusMark tone={tone}>{state}</StatusMark>
        <Text size="xs" c="dimmed">
          {since}
        </Text>
      </div>
    </li>
  );
}

/** State of every connection: HubSpot, each Official Account with its sequence number, the relay. */
export function ConnectionsCard({ state }: { readonly state: Dashboard }) {
  const { t } = useTranslation(['dashboard', 'common']);
  const format = useFormat();
  const { hubSpot, officialAccounts, relay } = state;
  return (
    <Card
      title={t('dashboard:connections.title')}
      aside={
        <Anchor component={Link} to={places.settings('accounts')} size="sm">
          {t('dashboard:connections.manage')}
        </Anchor>
      }
    >
      <ul className="dashboard-list">
        {hubSpot === null ? null : (
          <Row
            mark={<IconAffiliate size={20} aria-hidden />}
            name="HubSpot"
            detail={`${hubSpot.name} · ${hubSpot.hubId}`}
            tone={HEALTH_TONE[hubSpot.health]}
            state={t(`common:health.${hubSpot.health}`)}
            since={<Checked at={hubSpot.checkedAt} />}
          />
        )}
        {officialAccounts.map((account) => (
          <Row
            key={account.id}
            mark={
              <AccountAvatar
                name={account.displayName}
                pictureUrl={account.pictureUrl}
                colorKey={account.id}
                size={28}
              />
            }
            name={account.displayName}
            detail={t('dashboard:connections.account', {
              number: account.sequenceNumber,
              friends: format.number(account.friendCount),
            })}
            tone={HEALTH_TONE[account.health]}
            state={t(`common:health.${account.health}`)}
            since={<LastEvent at={account.lastEventAt} />}
          />
        ))}
        <Row
          mark={<IconCloudUp size={20} aria-hidden />}
          name={t('dashboard:connections.relay')}
          detail={t('dashboard:connections.relayHint')}
          tone={RELAY_TONE[relay.state]}
          state={t(`common:relayState.${relay.state}`)}
          since={<LastEvent at={relay.lastEventAt} />}
        />
      </ul>
    </Card>
  );
}

function Checked({ at }: { readonly at: number | null }) {
  const { t } = useTranslation('dashboard');
  if (at === null) return null;
  return (
    <>
      {t('connections.checked')} <TimeText at={at} />
    </>
  );
}

function LastEvent({ at }: { readonly at: number | null }) {
  const { t } = useTranslation('dashboard');
  if (at === null) return <>{t('connections.noEvent')}</>;
  return (
    <>
      {t('connections.lastEvent')} <TimeText at={at} />
    </>
  );
}
