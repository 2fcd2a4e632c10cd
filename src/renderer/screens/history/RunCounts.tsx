import { useTranslation } from 'react-i18next';
import type { SyncRun } from '../../../shared/model/sync';
import { Card } from '../../components/Card';
import { NumberText } from '../../components/NumberText';
import { useFormat } from '../../i18n/useFormat';

const COUNTS = ['processed', 'changed', 'unchanged', 'skipped', 'failed', 'removed', 'written'] as const;

/** Counts of a run and what it cost: time, HubSpot calls, waiting. */
export function RunCounts({ run }: { readonly run: SyncRun }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  return (
    <Card title={t('counts.title')}>
      <dl className="history-counts">
        {COUNTS.map((count) => (
          <div key={count}>
            <dt>{t(`counts.${count}`)}</dt>
            <dd data-is-bad={count === 'failed' && run.failed > 0}>
              <NumberText value={run[count]} />
            </dd>
          </div>
        ))}
      </dl>
      <dl className="lumo-facts history-costs">
        <div>
          <dt>{t('costs.duration')}</dt>
          <dd>{run.finishedAt === null ? '-' : format.duration(run.finishedAt - run.startedAt)}</dd>
        </div>
        <div>
          <dt>{t('costs.finished')}</dt>
          <dd>{run.finishedAt === null ? '-' : format.dateTime(run.finishedAt)}</dd>
        </div>
        <div>
          <dt>{t('costs.calls')}</dt>
          <dd>
            <NumberText value={run.hubSpotCalls} />
          </dd>
        </div>
        <div>
          <dt>{t('costs.waited')}</dt>
          <dd>{run.waitedMs === 0 ? t('costs.none') : format.duration(run.waitedMs)}</dd>
        </div>
        <div>
          <dt>{t('costs.id')}</dt>
          <dd className="history-id">{run.id}</dd>
        </div>
      </dl>
    </Card>
  );
}
