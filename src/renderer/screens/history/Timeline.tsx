import { Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useFormat } from '../../i18n/useFormat';
import { useHistoryView } from './history-view';
import { barAfter, barsOf, type TimelineBar } from './timeline-bars';

const DAYS = 30;

/** The last thirty days as bars, today at the right; a bar narrows the list to its day, and lets it go when pressed again. */
export function Timeline() {
  const { t } = useTranslation('history');
  const format = useFormat();
  const { filter, setRange } = useHistoryView();
  const query = useQuery(
    orpc.sync.timeline.queryOptions({ input: { days: DAYS, zoneOffsetMinutes: new Date().getTimezoneOffset() } }),
  );
  const bars = barsOf(query.data ?? []);
  const [focused, setFocused] = useState<number | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const isChosen = ({ day, endsAt }: TimelineBar): boolean => filter.from === day.startsAt && filter.to === endsAt;
  const chosen = bars.findIndex(isChosen);
  const stop = focused ?? (chosen >= 0 ? chosen : bars.length - 1);
  const tell = ({ day }: TimelineBar): string =>
    [
      format.date(day.startsAt),
      t('timeline.runs', { count: day.runs }),
      t('timeline.read', { count: day.processed }),
      t('timeline.changed', { count: day.changed }),
      t('timeline.failed', { count: day.failed }),
    ].join(' · ');

  if (query.isError && query.data === undefined) {
    return <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  const first = bars[0];
  return (
    <section className="lumo-card history-timeline" aria-label={t('timeline.title')}>
      <div className="history-timeline-head">
        <Text size="xs" fw={600} c="dimmed">
          {t('timeline.title')}
        </Text>
        <span className="history-timeline-legend">
          <span data-part="read">{t('timeline.legendRead')}</span>
          <span data-part="failed">{t('timeline.legendFailed')}</span>
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of toggles, not fields of a form */}
      <div
        ref={row}
        className="history-bars"
        role="group"
        aria-label={t('timeline.choose')}
        onKeyDown={(event) => {
          const next = barAfter(event.key, stop, bars.length);
          if (next === null) return;
          event.preventDefault();
          setFocused(next);
          row.current?.querySelectorAll('button')[next]?.focus();
        }}
      >
        {bars.map((bar, index) => (
          <Tooltip key={bar.day.startsAt} label={tell(bar)} openDelay={0} withinPortal>
            <button
              type="button"
              className="history-bar"
              aria-label={tell(bar)}
              aria-pressed={index === chosen}
              tabIndex={index === stop ? 0 : -1}
              onFocus={() => setFocused(index)}
              onClick={() => (index === chosen ? setRange(null, null) : setRange(bar.day.startsAt, bar.endsAt))}
            >
              <span className="history-bar-fill" style={{ height: `${bar.height * 100}%` }} data-has={bar.height > 0}>
                <span className="history-bar-failed" style={{ height: `${bar.failedShare * 100}%` }} />
              </span>
            </button>
          </Tooltip>
        ))}
      </div>
      <div className="history-timeline-ends" aria-hidden>
        <span>{first === undefined ? '' : format.date(first.day.startsAt)}</span>
        <span>{t('timeline.today')}</span>
      </div>
    </section>
  );
}
