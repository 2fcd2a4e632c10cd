import { beforeEach, describe, expect, it } from 'vitest';
import { differencesOf, fitsView, kindOfView } from '../../../src/renderer/screens/history/dry-run/dry-run-views';
import { dayStart, everyRun, isNarrowed, useHistoryView } from '../../../src/renderer/screens/history/history-view';
import { barAfter, barsOf } from '../../../src/renderer/screens/history/timeline-bars';
import { peopleOf } from '../../../src/renderer/screens/history/undo/people-of';
import { problemAddress, problemPlaceOf } from '../../../src/renderer/screens/sync/problems/useProblemPlace';
import { runFilterSchema } from '../../../src/shared/contract/sync-contract';
import { contactIdSchema } from '../../../src/shared/model/ids';
import type { SyncDay } from '../../../src/shared/model/sync';

const day = (date: number, facts: Partial<SyncDay> = {}): SyncDay => ({
  startsAt: new Date(2026, 2, date).getTime(),
  runs: 0,
  processed: 0,
  changed: 0,
  failed: 0,
  ...facts,
});

describe('the time line', () => {
  it('draws a bar by its records and shows even a few of them and a few failures', () => {
    const [empty, big, small, broken] = barsOf([
      day(1),
      day(2, { runs: 3, processed: 1_000_000, failed: 1 }),
      day(3, { runs: 1, processed: 5 }),
      day(4, { runs: 1, failed: 2 }),
    ]);
    expect(empty).toMatchObject({ height: 0, failedShare: 0 });
    expect(big).toMatchObject({ height: 1 });
    expect(big?.failedShare).toBeGreaterThan(0.1);
    expect(small?.height).toBeGreaterThan(0.05);
    expect(small?.failedShare).toBe(0);
    expect(broken).toMatchObject({ failedShare: 1 });
    expect(broken?.height).toBeGreaterThan(0);
  });

  it('ends a day where the next one begins, and today by the calendar', () => {
    const bars = barsOf([day(1), day(2)]);
    expect(bars.map(({ endsAt }) => endsAt)).toEqual([new Date(2026, 2, 2).getTime(), new Date(2026, 2, 3).getTime()]);
  });

  it('is walked through by the arrow keys and never left by them', () => {
    expect(barAfter('ArrowLeft', 0, 30)).toBe(0);
    expect(barAfter('ArrowLeft', 5, 30)).toBe(4);
    expect(barAfter('ArrowRight', 29, 30)).toBe(29);
    expect(barAfter('Home', 12, 30)).toBe(0);
    expect(barAfter('End', 12, 30)).toBe(29);
    expect(barAfter('Tab', 12, 30)).toBeNull();
  });
});

describe('the filters of the history', () => {
  beforeEach(() => useHistoryView.getState().clear());
  const now = new Date(2026, 2, 10, 15, 30).getTime();

  it('let every run through at first, in a form that main takes', () => {
    expect(runFilterSchema.parse(everyRun)).toEqual(everyRun);
    expect(isNarrowed(useHistoryView.getState().filter)).toBe(false);
  });

  it('count today as a day of a named period', () => {
    useHistoryView.getState().setPeriod('week', now);
    expect(useHistoryView.getState().filter).toMatchObject({ from: new Date(2026, 2, 4).getTime(), to: null });
    useHistoryView.getState().setPeriod('today', now);
    expect(useHistoryView.getState().filter.from).toBe(dayStart(now));
    useHistoryView.getState().setPeriod('all', now);
    expect(isNarrowed(useHistoryView.getState().filter)).toBe(false);
  });

  it('keep the other filters when a day is chosen and let go', () => {
    const { change, setRange } = useHistoryView.getState();
    change({ kinds: ['undo'] });
    setRange(1, 2);
    expect(useHistoryView.getState()).toMatchObject({ period: 'range', filter: { kinds: ['undo'], from: 1, to: 2 } });
    setRange(null, null);
    expect(useHistoryView.getState()).toMatchObject({ period: 'all', filter: { kinds: ['undo'], from: null } });
  });
});

describe('a dry run', () => {
  it('counts what a run would change, and neither conflicts twice nor what stays', () => {
    const counts = {
      newContacts: 1,
      goneContacts: 2,
      lumoFields: 3,
      hubSpotFields: 4,
      lineProperties: 5,
      conflicts: 6,
      unchanged: 7,
    };
    expect(differencesOf({ counts })).toBe(15);
  });

  it('shows the fields of one side, and conflicts, out of all fields', () => {
    const lumo = { kind: 'field', side: 'lumo', isConflict: false } as const;
    const conflict = { kind: 'field', side: 'hubSpot', isConflict: true } as const;
    expect(kindOfView('conflicts')).toBe('field');
    expect([fitsView('lumoFields', lumo), fitsView('lumoFields', conflict)]).toEqual([true, false]);
    expect([fitsView('hubSpotFields', conflict), fitsView('conflicts', conflict)]).toEqual([true, true]);
    expect(fitsView('conflicts', lumo)).toBe(false);
    expect(fitsView('newContacts', lumo)).toBe(false);
    expect(fitsView(null, conflict)).toBe(true);
  });
});

describe('an undo', () => {
  it('offers each person once, with the number of their changes', () => {
    const [a, b] = [contactIdSchema.parse('1'), contactIdSchema.parse('2')];
    expect(
      peopleOf([
        { contactId: b, contactName: 'Aoi' },
        { contactId: a, contactName: 'Ren' },
        { contactId: b, contactName: 'Aoi' },
      ]),
    ).toEqual([
      { id: b, name: 'Aoi', changes: 2 },
      { id: a, name: 'Ren', changes: 1 },
    ]);
  });
});

describe('places of the repair bench', () => {
  it.each([
    { level: 'causes' },
    { level: 'excluded' },
    { level: 'cause', cause: '["HUBSPOT_VALUE_REFUSED","phone"]' },
    { level: 'record', cause: 'a&b', id: 12 },
    { level: 'record', cause: null, id: 3 },
  ] as const)('come back from their address: %j', (place) => {
    expect(problemPlaceOf(new URLSearchParams(problemAddress(place).split('?')[1] ?? ''))).toEqual(place);
  });

  it('show the causes for an address that names nothing', () => {
    expect(problemPlaceOf(new URLSearchParams('open=x'))).toEqual({ level: 'causes' });
  });
});
