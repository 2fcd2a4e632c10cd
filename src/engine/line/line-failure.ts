import { HTTPFetchError } from '@line/bot-sdk';
import { LumoError } from '../../shared/errors/lumo-error';

/**
 * Why a call to LINE brought no usable answer.
 * `notSent`: no connection was made, so LINE saw nothing. `unknown`: LINE may have acted. `answered`: LINE said no.
 */
export type LineFailure =
  | { readonly kind: 'notSent' | 'unknown' }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly message: string;
      readonly requestId: string | null;
      readonly headers: Headers;
      readonly body: unknown;
    };

/** System errors that come before the first byte of a request leaves. A reset comes later and is not one of them. */
const beforeConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Sorts what the SDK or fetch threw. */
export function failureOf(error: unknown): LineFailure {
  if (error instanceof HTTPFetchError) {
    const body = parsed(error.body);
    return {
      kind: 'answered',
      status: error.status,
      message: messageIn(body),
      requestId: error.headers.get('x-line-request-id'),
      headers: error.headers,
      body,
    };
  }
  return { kind: beforeConnection.has(causeCode(error)) ? 'notSent' : 'unknown' };
}

/** True when LINE says that the month's messages are used up or reserved; any other 429 is about speed (section 1.4). */
export function isQuotaMessage(message: string): boolean {
  return /monthly limit/i.test(message);
}

/** The error of a call that sends nothing, where time-outs need no special care. */
export function lineError(error: unknown): LumoError {
  if (error instanceof LumoError) return error;
  const failure = failureOf(error);
  if (failure.kind !== 'answered') return new LumoError('LINE_UNREACHABLE', {}, { cause: error });
  const { status, message } = failure;
  const params = { status, detail: message.slice(0, 200) };
  if (status === 401) return new LumoError('LINE_CHANNEL_REFUSED', params, { cause: error });
  if (status === 429)
    return new LumoError(isQuotaMessage(message) ? 'LINE_QUOTA_USED' : 'LINE_RATE_LIMITED', params, { cause: error });
  if (status >= 500) return new LumoError('LINE_SERVER_ERROR', params, { cause: error });
  return new LumoError('LINE_REJECTED', params, { cause: error });
}

/** LINE's status when it answered, else null. */
export function statusOf(error: unknown): number | null {
  return error instanceof HTTPFetchError ? error.status : null;
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function messageIn(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const message = 'message' in body ? body.message : 'error_description' in body ? body.error_description : '';
  return typeof message === 'string' ? message : '';
}
