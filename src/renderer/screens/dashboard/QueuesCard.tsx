import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Dashboard } from '../../../shared/contract/sync-contract';
import { places } from '../../app/places';
import { Card } from '../../components/Card';
import { NumberText } from '../../components/NumberText';
import { StatusMark, type StatusTone } from '../../components/StatusMark';

const QUEUES = ['outgoingQueued', 'outgoingFailed', 'mediaPending', 'eventsParked'] as const;
const SYNC = ['pendingWrites', 'failing', 'excluded', 'unlinkedFriends'] as const;
/** How a queue is marked that is not empty: failures need a person, the others go on by themselves or wait for one. */
const TONES = {
  outgoingQueued: 'busy',
  outgoingFailed: 'warning',
  mediaPending: 'busy',
  eventsParked: 'neutral',
  pendingWrites: 'busy',
  failing: 'warning',
  excluded: 'neutral',
  unlinkedFriends: 'neutral',
} as const satisfies Readonly<Record<(typeof QUEUES)[number] | (typeof SYNC)[number], StatusTone>>;

/** Where the people behind a number are. */
const PLACES: Partial<Readonly<Record<keyof typeof TONES, string>>> = {
  failing: places.syncData('problems'),
  excluded: places.syncData('problems'),
  unlinkedFriends: places.match,
};

interface QueuesCardProps {
  readonly queues: Dashboard['queues'];
  readonly sync: Dashboard['sync'];
}

/** What waits to be sent, fetched, written or looked at. */
export function QueuesCard({ queues, sync }: QueuesCardProps) {
  const { t } = useTranslation('dashboard');
  const row = (name: keyof typeof TONES, count: number): ReactNode => {
    const place = PLACES[name];
    const label = t(`queues.${name}`);
    return (
      <div key={name} className="dashboard-queue">
        <dt>
          {place === undefined || count === 0 ? (
            label
          ) : (
            <Anchor component={Link} to={place} size="sm">
              {label}
            </Anchor>
          )}
        </dt>
        <dd>
          <StatusMark tone={count === 0 ? 'ok' : TONES[name]}>
            <NumberText value={count} />
          </StatusMark>
        </dd>
      </div>
    );
  };
  return (
    <Card title={t('queues.title')}>
      <dl className="dashboard-queues">
        {QUEUES.map((name) => row(name, queues[name]))}
        {SYNC.map((name) => row(name, sync[name]))}
      </dl>
    </Card>
  );
}
