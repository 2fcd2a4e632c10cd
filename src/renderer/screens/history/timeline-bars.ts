import type { SyncDay } from '../../../shared/model/sync';

/** One bar of the time line. Heights are shares (0..1) of the highest bar. */
export interface TimelineBar {
  readonly day: SyncDay;
  /** Start of the next day, in the person's zone. */
  readonly endsAt: number;
  readonly height: number;
  /** Share of the bar itself that failed. */
  readonly failedShare: number;
}

/** A day on which something ran is always seen, and so is a failure among very many records. */
const LEAST_HEIGHT = 0.06;
const LEAST_FAILED = 0.12;

function nextDayOf(at: number): number {
  const day = new Date(at);
  // by the calendar: a day on which clocks change is not 24 hours long
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}

/** The bars of a time line, oldest first; height follows the records that were read, the failed part their share. */
export function barsOf(days: readonly SyncDay[]): TimelineBar[] {
  const highest = Math.max(1, ...days.map((day) => day.processed));
  return days.map((day, index) => {
    const share = day.processed / highest;
    const failed = day.processed === 0 ? (day.failed > 0 ? 1 : 0) : Math.min(1, day.failed / day.processed);
    return {
      day,
      endsAt: days[index + 1]?.startsAt ?? nextDayOf(day.startsAt),
      height: day.runs === 0 ? 0 : Math.max(LEAST_HEIGHT, share),
      failedShare: day.failed === 0 ? 0 : Math.max(LEAST_FAILED, failed),
    };
  });
}

/** Where the focus goes from a bar by a key; null = the key means nothing here. */
export function barAfter(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowRight':
      return Math.min(count - 1, from + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
