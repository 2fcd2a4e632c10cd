/** Numbers and times as a reader of one language writes them, in the time zone of this computer. */
export interface Format {
  readonly number: (value: number) => string;
  /** `ratio` 0..1 as a whole per cent. */
  readonly percent: (ratio: number) => string;
  readonly date: (at: number) => string;
  readonly time: (at: number) => string;
  readonly dateTime: (at: number) => string;
  readonly fullDateTime: (at: number) => string;
  /** The time for today, else the day, else the date with its year. */
  readonly short: (at: number, now: number) => string;
  readonly relative: (at: number, now: number) => string;
  /** A span such as "2 min 5 s": two units at most, whole seconds, at least 1 s unless it is 0. */
  readonly duration: (ms: number) => string;
  readonly bytes: (size: number) => string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Intl says "now", which reads badly after "checked" or "as of". */
const JUST_NOW: Readonly<Record<string, string>> = { en: 'just now', ja: 'たった今' };

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** Makes the formats of one language (BCP 47). `timeZone` is for tests; the computer's own otherwise. */
export function createFormat(language: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone });
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', ...zone });
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
  const dateTime = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const fullDateTime = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium', ...zone });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);

  return {
    number: (value) => number.format(value),
    percent: (ratio) => percent.format(ratio),
    date: (at) => date.format(at),
    time: (at) => time.format(at),
    dateTime: (at) => dateTime.format(at),
    fullDateTime: (at) => fullDateTime.format(at),
    short: (at, now) => {
      if (isSameDay(at, now)) return time.format(at);
      return new Date(at).getFullYear() === new Date(now).getFullYear() ? day.format(at) : date.format(at);
    },
    relative: (at, now) => {
      const away = at - now;
      const size = Math.abs(away);
      if (size < 45 * SECOND) {
        if (away > 0) return relative.format(Math.ceil(away / SECOND), 'second');
        return JUST_NOW[language] ?? relative.format(0, 'second');
      }
      if (size < HOUR) return relative.format(Math.sign(away) * Math.max(1, Math.floor(size / MINUTE)), 'minute');
      if (size < DAY) return relative.format(Math.trunc(away / HOUR), 'hour');
      if (size < 7 * DAY) return relative.format(Math.trunc(away / DAY), 'day');
      return date.format(at);
    },
    duration: (ms) => {
      const seconds = ms === 0 ? 0 : Math.max(1, Math.round(ms / SECOND));
      const parts: readonly (readonly [number, string])[] = [
        [Math.floor(seconds / 86_400), 'day'],
        [Math.floor(seconds / 3_600) % 24, 'hour'],
        [Math.floor(seconds / 60) % 60, 'minute'],
        [seconds % 60, 'second'],
      ];
      const first = parts.findIndex(([value]) => value > 0);
      if (first === -1) return unit(0, 'second');
      return parts
        .slice(first, first + 2)
        .filter(([value]) => value > 0)
        .map(([value, name]) => unit(value, name))
        .join(' ');
    },
    bytes: (size) => {
      const step = size < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(size) / 3));
      const value = size / 1000 ** step;
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit: BYTE_UNITS[step] ?? 'byte',
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
      }).format(value);
    },
  };
}
