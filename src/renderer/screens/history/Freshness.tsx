import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { useNow } from '../../components/useNow';
import { isStaleFull, isStaleRun } from './staleness';

/** When data was last read in full and when changes were last read, with a warning where that is long ago. */
export function Freshness() {
  const { t } = useTranslation('history');
  const now = useNow();
  const state = useQuery(orpc.dashboard.state.queryOptions()).data;
  if (state === undefined) return null;
  const lastAt = state.lastRun?.finishedAt ?? null;
  const fullAt = state.lastFullRun?.finishedAt ?? null;
  return (
    <span className="history-freshness">
      <Stamp label={t('freshness.last')} at={lastAt} isOld={isStaleRun(lastAt, now)} />
      <Stamp label={t('freshness.full')} at={fullAt} isOld={isStaleFull(fullAt, now)} />
    </span>
  );
}

interface StampProps {
  readonly label: string;
  readonly at: number | null;
  readonly isOld: boolean;
}

function Stamp({ label, at, isOld }: StampProps) {
  const { t } = useTranslation('history');
  const text = (
    <>
      {label} {at === null ? t('freshness.never') : <TimeText at={at} />}
    </>
  );
  return isOld ? <StatusMark tone="warning">{text}</StatusMark> : <span>{text}</span>;
}
