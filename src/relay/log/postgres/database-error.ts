import { LogRefusal, type LogRefusalReason } from '../relay-log';

/** SQLSTATEs that tell of the server and not of what was asked (PostgreSQL, appendix A). */
const SERVER_STATES = /^(08|53|57|58|XX)|^25006$/;
const DISK_FULL = '53100';
/** Wrong user, password or database: a person must act. */
const LASTING_STATES = new Set(['28000', '28P01', '3D000', '42501']);

/** Whether the server failed or cannot be reached, so that the parts of a batch would fare no better one by one. */
export function isServerFailure(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) {
    // a value that cannot be sent at all
    return false;
  }
  const state = sqlStateOf(error);
  return state === null || SERVER_STATES.test(state);
}

/** Whether trying again does not help. */
export function isLasting(error: unknown): boolean {
  return LASTING_STATES.has(sqlStateOf(error) ?? '');
}

/** The refusal that stands for an error. */
export function refusalOf(error: unknown): { refusal: LogRefusalReason; message: string } {
  return { refusal: sqlStateOf(error) === DISK_FULL ? 'full' : 'failed', message: messageOf(error) };
}

/** As {@link refusalOf}, to be thrown. */
export function toLogRefusal(error: unknown): LogRefusal {
  return error instanceof LogRefusal ? error : new LogRefusal(refusalOf(error).refusal, messageOf(error));
}

/** What happened, in one line. The driver never puts the password in. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    // all addresses of a host refused
    return error.errors.map(messageOf).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** Null = the server gave none: the connection was lost, refused or too slow. */
function sqlStateOf(error: unknown): string | null {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return /^[0-9A-Z]{5}$/.test(error.code) && 'severity' in error ? error.code : null;
  }
  return null;
}
