import type { z } from 'zod';
import { relayErrorBodySchema } from '../../shared/relay-protocol';
import { RelayError } from './relay-error';

export interface RelayHttpOptions {
  /** Base URL of the relay's API for this workspace, without a trailing slash. */
  readonly baseUrl: string;
  /** Null = without one: only what pairs a device is answered then. */
  readonly deviceToken: string | null;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

interface RelayCall {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly content?: Blob | ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the usual time for an answer. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** One call to the relay by HTTP. @throws RelayError for everything that is not a success, the signal's reason when it was given up. */
export async function callRelay(options: RelayHttpOptions, call: RelayCall): Promise<Response> {
  const headers = new Headers(call.headers);
  if (options.deviceToken !== null) headers.set('authorization', `Bearer ${options.deviceToken}`);
  if (call.body !== undefined) headers.set('content-type', 'application/json');
  const timeout = AbortSignal.timeout(Math.ceil(call.timeoutMs ?? options.timeoutMs));
  const body = call.content ?? (call.body === undefined ? null : JSON.stringify(call.body));
  let response: Response;
  try {
    response = await options.fetch(options.baseUrl + call.path, {
      method: call.method,
      headers,
      body,
      signal: call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]),
      // a stream goes out while it is read; only then is the word needed, and only this value is known
      ...(call.content instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
  } catch (error) {
    call.signal?.throwIfAborted();
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    const reason = isTimeout ? 'The relay did not answer in time.' : 'The relay cannot be reached.';
    throw new RelayError('RELAY_UNREACHABLE', 'offline', reason);
  }
  if (!response.ok) {
    throw refusalFrom(response.status, await response.text().catch(() => ''));
  }
  return response;
}

/** As {@link callRelay}, with the answer parsed. An answer that is not understood counts as a rejection. */
export async function askRelay<S extends z.ZodType>(
  options: RelayHttpOptions,
  call: RelayCall,
  schema: S,
): Promise<z.infer<S>> {
  const response = await callRelay(options, call);
  const answer = schema.safeParse(await response.json().catch(() => undefined));
  if (!answer.success) {
    const reason = 'The relay gave an answer that is not understood.';
    throw new RelayError('RELAY_REFUSED', 'rejected', reason, 'ANSWER_MALFORMED');
  }
  return answer.data;
}

/** The error that a refusal by HTTP stands for. */
export function refusalFrom(status: number, bodyText: string): RelayError {
  const body = relayErrorBodySchema.safeParse(jsonOrUndefined(bodyText));
  const detail = body.success ? body.data.error.code : `HTTP_${status}`;
  const reason = body.success ? body.data.error.message : `The relay answered with status ${status}.`;
  if (detail === 'DEVICE_REVOKED') return new RelayError('RELAY_DEVICE_REVOKED', 'refused', reason, detail);
  if (detail === 'PAIRING_CODE_WRONG' || detail === 'PAIRING_CODE_EXPIRED') {
    return new RelayError(detail, 'rejected', reason, detail);
  }
  if (status === 401 || status === 403 || detail === 'UNSUPPORTED_PROTOCOL') {
    return new RelayError('RELAY_REFUSED', 'refused', reason, detail);
  }
  const isTransient = status === 408 || status === 429 || status >= 500;
  return isTransient
    ? new RelayError('RELAY_UNREACHABLE', 'busy', reason, detail)
    : new RelayError('RELAY_REFUSED', 'rejected', reason, detail);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
