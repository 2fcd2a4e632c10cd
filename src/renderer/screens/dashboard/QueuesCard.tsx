import { useTranslation } from 'react-i18next';
import type { Dashboard } from '../../../shared/contract/sync-contract';
import { Card } from '../../components/Card';
import { NumberText } from '../../components/NumberText';
import { StatusMark } from '../../components/StatusMark';

const QUEUES = ['outgoingQueued', 'outgoingFailed', 'mediaPending', 'eventsParked'] as const;
/** How a queue is marked that is not empty: failed messages need a person, parked events wait for an account. */
const TONES = {
  outgoingQueued: 'busy',
  outgoingFailed: 'warning',
  mediaPending: 'busy',
  eventsParked: 'neutral',
} as const;

/** What waits to be sent, fetched or looked at. */
export function QueuesCard({ queues }: { readonly queues: Dashboard['queues'] }) {
  const { t } = useTranslation('dashboard');
  return (
    <Card title={t('queues.title')}>
      <dl className="dashboard-queues">
        {QUEUES.map((queue) => {
          const count = queues[queue];
          const tone = count === 0 ? 'ok' : TONES[queue];
          return (
            <div key={queue} className="dashboard-queue">
              <dt>{t(`queues.${queue}`)}</dt>
              <dd>
                <StatusMark tone={tone}>
                  <NumberText value={count} />
                </StatusMark>
              </dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
