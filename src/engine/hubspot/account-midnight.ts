/**
 * Epoch ms of the next midnight in the account's time zone: HubSpot's daily counters begin anew then (HubSpot facts,
 * section 3.1). A day on which the clocks change may be off by that hour.
 */
export function nextMidnight(now: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: isKnown(timeZone) ? timeZone : 'UTC',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => Number(parts.find((entry) => entry.type === type)?.value ?? 0);
  const sinceMidnight = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
  return Math.floor(now / 1000) * 1000 - sinceMidnight + 86_400_000;
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
    return true;
  } catch {
    return false;
  }
}
