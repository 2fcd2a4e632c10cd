// biome-ignore-all lint/a11y/useSemanticElements: windowed rows are placed one by one, which a <table> does not allow
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SyncRun } from '../../../shared/model/sync';
import { places } from '../../app/places';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { RUN_TONE } from '../../components/tones';
import type { Format } from '../../i18n/format';

/** Columns of the list in their order; also the keys of their titles. */
export const RUN_COLUMNS = [
  'status',
  'trigger',
  'kind',
  'start',
  'duration',
  'processed',
  'changed',
  'failed',
  'written',
] as const;

interface RunRowProps {
  readonly run: SyncRun;
  /** Row number in the whole table, the head being 1. */
  readonly rowIndex: number;
  /** px from the top of the list. */
  readonly top: number;
  readonly format: Format;
}

/** One run of the list; the status leads to its detail. */
export function RunRow({ run, rowIndex, top, format }: RunRowProps) {
  const { t } = useTranslation(['history', 'common']);
  const cell = { role: 'cell' } as const;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the row's link takes the focus
    <div role="row" aria-rowindex={rowIndex} className="history-row history-body-row" style={{ top }}>
      <span {...cell} data-column="status">
        <Link to={places.run(run.id)} className="history-link">
          <StatusMark tone={RUN_TONE[run.status]}>{t(`common:runStatus.${run.status}`)}</StatusMark>
        </Link>
      </span>
      <span {...cell} data-column="trigger">
        {t(`common:runTrigger.${run.trigger}`)}
      </span>
      <span {...cell} data-column="kind">
        {t(`common:runKind.${run.kind}`)}
      </span>
      <span {...cell} data-column="start">
        <TimeText at={run.startedAt} form="full" />
      </span>
      <span {...cell} data-column="duration">
        {run.finishedAt === null ? '-' : format.duration(run.finishedAt - run.startedAt)}
      </span>
      <span {...cell} data-column="processed">
        {format.number(run.processed)}
      </span>
      <span {...cell} data-column="changed">
        {format.number(run.changed)}
      </span>
      <span {...cell} data-column="failed" data-is-bad={run.failed > 0}>
        {format.number(run.failed)}
      </span>
      <span {...cell} data-column="written">
        {format.number(run.written)}
      </span>
    </div>
  );
}
