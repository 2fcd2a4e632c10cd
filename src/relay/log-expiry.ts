import type { RelayLog } from './log/relay-log';
import type { RelayLogger } from './relay-logger';

const EXPIRY_INTERVAL_MS = 60_000;
/** More at once would hold up appends on PostgreSQL (relay-engine.md section 4). */
const EXPIRY_SLICE_ROWS = 200;
const EXPIRY_PAUSE_MS = 10;

/** Deletes old entries in small slices with pauses, so that webhooks are not held up. Returns the stop function. */
export function startExpiry(log: Pick<RelayLog, 'expire'>, beforeAt: () => number, logger: RelayLogger): () => void {
  let timer: NodeJS.Timeout | null = null;
  const schedule = (delayMs: number): void => {
    timer = setTimeout(async () => {
      try {
        const count = await log.expire(beforeAt(), EXPIRY_SLICE_ROWS);
        if (timer !== null) {
          schedule(count === EXPIRY_SLICE_ROWS ? EXPIRY_PAUSE_MS : EXPIRY_INTERVAL_MS);
        }
      } catch (error) {
        if (timer !== null) {
          logger({ level: 'error', event: 'expiry-failed', message: String(error) });
          schedule(EXPIRY_INTERVAL_MS);
        }
      }
    }, delayMs);
    timer.unref();
  };
  schedule(EXPIRY_INTERVAL_MS);
  return () => {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
  };
}
