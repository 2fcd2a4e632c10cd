import type { z } from 'zod';
import { relayErrorBodySchema } from '../../shared/relay-protocol';
import { RelayError } from './relay-error';

export interface RelayHttpOptions {
  /** Base URL of the relay's API for this workspace, without a trailing slash. */
  readonly baseUrl: string;
  readonly deviceToken: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

interface RelayCall {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** One call to the relay by HTTP. @throws RelayError for everything that is not a success. */
export async function callRelay(options: RelayHttpOptions, call: RelayCall): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${options.deviceToken}` });
  if (call.body !== undefined) {
    headers.set('content-type', 'application/json');
  }
  let response: Response;
  try {
    response = await options.fetch(options.baseUrl + call.path, {
      method: call.method,
      headers,
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: AbortSignal.timeout(options.timeoutMs),
    });
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    throw new RelayError(
      'RELAY_OFFLINE',
      isTimeout ? 'The relay did not answer in time.' : 'The relay cannot be reached.',
    );
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
    throw new RelayError('RELAY_REJECTED', 'The relay gave an answer that is not understood.', 'ANSWER_MALFORMED');
  }
  return answer.data;
}

/** The error that a refusal by HTTP stands for. */
export function refusalFrom(status: number, bodyText: string): RelayError {
  const body = relayErrorBodySchema.safeParse(jsonOrUndefined(bodyText));
  const detail = body.success ? body.data.error.code : `HTTP_${status}`;
  const message = body.success ? body.data.error.message : `The relay answered with status ${status}.`;
  if (status === 401 || status === 403 || detail === 'UNSUPPORTED_PROTOCOL') {
    return new RelayError('RELAY_REFUSED', message, detail);
  }
  const isTransient = status === 408 || status === 429 || status >= 500;
  return new RelayError(isTransient ? 'RELAY_BUSY' : 'RELAY_REJECTED', message, detail);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
