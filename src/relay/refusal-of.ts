import { LogRefusal } from './log/relay-log';
import { Refusal } from './refusal';

const LOG_REFUSAL_CODES = {
  busy: 'QUEUE_FULL',
  deadline: 'STORE_TIMEOUT',
  full: 'DISK_FULL',
  failed: 'STORE_FAILED',
} as const;

/** The answer that stands for whatever was thrown. `INTERNAL` = a mistake of ours. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) {
    return error;
  }
  if (error instanceof LogRefusal) {
    return new Refusal(
      503,
      LOG_REFUSAL_CODES[error.reason],
      'The relay cannot store anything at the moment, try again.',
    );
  }
  // 503 and not 500: both providers try again, and the request may be fine
  return new Refusal(503, 'INTERNAL', 'The relay failed, try again.');
}
