/** How long a customer waits, in the one unit that a narrow row has room for. */
export interface WaitText {
  readonly unit: 'now' | 'minutes' | 'hours' | 'days';
  readonly count: number;
  /** Colour only adds to the number: calm under 15 minutes, warm up to an hour, urgent after it. */
  readonly urgency: 'calm' | 'warm' | 'urgent';
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Wait between two epoch ms; a clock that runs behind the server's counts as now. */
export function waitText(sinceAt: number, now: number): WaitText {
  const waitedMs = Math.max(0, now - sinceAt);
  const urgency = waitedMs < 15 * minuteMs ? 'calm' : waitedMs < hourMs ? 'warm' : 'urgent';
  if (waitedMs < minuteMs) return { unit: 'now', count: 0, urgency };
  if (waitedMs < hourMs) return { unit: 'minutes', count: Math.floor(waitedMs / minuteMs), urgency };
  if (waitedMs < dayMs) return { unit: 'hours', count: Math.floor(waitedMs / hourMs), urgency };
  return { unit: 'days', count: Math.floor(waitedMs / dayMs), urgency };
}
