import { create } from 'zustand';
import type { RunFilter } from '../../../shared/contract/sync-contract';

/** Days that are offered by name; `range` = chosen days, such as a bar of the time line. */
export type Period = 'all' | 'today' | 'week' | 'month' | 'range';

interface HistoryViewState {
  readonly filter: RunFilter;
  readonly period: Period;
  readonly change: (patch: Partial<Pick<RunFilter, 'statuses' | 'triggers' | 'kinds'>>) => void;
  /** Narrows to a named period as seen from `now`. */
  readonly setPeriod: (period: Exclude<Period, 'range'>, now: number) => void;
  /** Narrows to runs that started from `from` (incl.) up to `to` (excl.). */
  readonly setRange: (from: number | null, to: number | null) => void;
  readonly clear: () => void;
}

/** The filter that lets every run through. */
export const everyRun: RunFilter = { statuses: [], triggers: [], kinds: [], from: null, to: null };

const DAYS_OF: Readonly<Record<'today' | 'week' | 'month', number>> = { today: 0, week: 6, month: 29 };

/** Start of the day in the person's zone, `daysBack` days before `now`. */
export function dayStart(now: number, daysBack = 0): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysBack).getTime();
}

/** Whether a filter holds any run back. */
export function isNarrowed(filter: RunFilter): boolean {
  const { statuses, triggers, kinds, from, to } = filter;
  return statuses.length + triggers.length + kinds.length > 0 || from !== null || to !== null;
}

/** What the person looks at in the history; it ends with the window. */
export const useHistoryView = create<HistoryViewState>((set) => ({
  filter: everyRun,
  period: 'all',
  change: (patch) => set(({ filter }) => ({ filter: { ...filter, ...patch } })),
  setPeriod: (period, now) =>
    set(({ filter }) => ({
      period,
      filter: { ...filter, from: period === 'all' ? null : dayStart(now, DAYS_OF[period]), to: null },
    })),
  setRange: (from, to) =>
    set(({ filter }) => ({
      period: from === null && to === null ? 'all' : 'range',
      filter: { ...filter, from, to },
    })),
  clear: () => set({ filter: everyRun, period: 'all' }),
}));
