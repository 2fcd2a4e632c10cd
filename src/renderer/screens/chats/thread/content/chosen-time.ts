/**
 * A date, time or both as LINE's picker gave it (`2026-12-25`, `10:30`, `2026-12-25T10:30`), as a reader of the language writes
 * it. LINE gives no time zone: it is what stood on the customer's screen, so it is shown as it is. Anything else stays as it came.
 */
export function chosenTime(chosen: string, language: string): string {
  const found = /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:[Tt]?(\d{2}):(\d{2}))?$/.exec(chosen);
  if (found === null || chosen === '') return chosen;
  const [, year, month, day, hour, minute] = found;
  const at = Date.UTC(
    Number(year ?? 2000),
    Number(month ?? 1) - 1,
    Number(day ?? 1),
    Number(hour ?? 0),
    Number(minute ?? 0),
  );
  if (Number.isNaN(at)) return chosen;
  return new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    ...(year === undefined ? {} : { dateStyle: 'full' as const }),
    ...(hour === undefined ? {} : { timeStyle: 'short' as const }),
  }).format(at);
}
