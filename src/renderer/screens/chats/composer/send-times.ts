/** A time to send at that needs no picking; each has its words under `composer.later.`. */
export type SendTimeName = 'inAnHour' | 'thisEvening' | 'tomorrow' | 'monday';

export interface SendTime {
  readonly name: SendTimeName;
  /** Epoch ms. */
  readonly at: number;
}

const hourMs = 3_600_000;
const eveningHour = 18;
const morningHour = 9;
const monday = 1;

/** So many whole days after the day of `now`, at an hour of the person's own zone. */
function dayAt(now: number, days: number, hour: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
}

/** What "send later" offers at `now`: this evening only while it is an hour away, Monday only while it is not tomorrow. */
export function sendTimes(now: number): readonly SendTime[] {
  const times: SendTime[] = [{ name: 'inAnHour', at: Math.ceil((now + hourMs) / 60_000) * 60_000 }];
  const evening = dayAt(now, 0, eveningHour);
  if (evening - now > hourMs) times.push({ name: 'thisEvening', at: evening });
  times.push({ name: 'tomorrow', at: dayAt(now, 1, morningHour) });
  const toMonday = (monday - new Date(now).getDay() + 7) % 7 || 7;
  if (toMonday > 1) times.push({ name: 'monday', at: dayAt(now, toMonday, morningHour) });
  return times;
}

/** A time as a field for date and time holds it: `2026-11-23T09:00`, in the person's own zone. */
export function toFieldTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Longest time ahead that can be chosen. */
const longestAheadMs = 365 * 24 * hourMs;

/** The time in a field for date and time; null where it is none, is over at `now`, or more than a year ahead. */
export function fromFieldTime(text: string, now: number): number | null {
  const at = new Date(text).getTime();
  return Number.isFinite(at) && at > now && at - now <= longestAheadMs ? at : null;
}
