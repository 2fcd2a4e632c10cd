import type { Client } from '@hubspot/api-client';
import type { Clock } from '../core/clock';

/** One HTTP request to HubSpot. `json` and `form` exclude each other. */
export interface HubSpotRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path with query, below the base address. */
  path: string;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
}

/** The answer with its body read; `body` is undefined where it is empty, `isBroken` where it is no JSON. */
export interface HubSpotAnswer {
  status: number;
  headers: Headers;
  body: unknown;
  isBroken: boolean;
}

/** No answer: the network is away, the connection broke, or time ran out. Whether HubSpot acted is not known. */
export class NoAnswerError extends Error {}

export type Transport = (request: HubSpotRequest, token: string | null, signal?: AbortSignal) => Promise<HubSpotAnswer>;

const timeoutMs = 30_000;

/**
 * Sends single requests through HubSpot's own client, which is loaded at the first call: it is too big for the start-up
 * path. Its own retries and limits stay off; they are not applied to such requests (toolchain facts, section 7).
 * @throws NoAnswerError; the signal's reason when it is aborted
 */
export function createTransport(baseUrl: string, clock: Clock): Transport {
  let client: Promise<Client> | null = null;
  const load = async () => {
    const sdk = await import('@hubspot/api-client');
    return new sdk.Client({ basePath: baseUrl });
  };

  return async (request, token, signal) => {
    client ??= load();
    const sdk = await client;
    signal?.throwIfAborted();
    const answer = sdk
      .apiRequest({
        method: request.method,
        path: request.path,
        authType: 'none',
        headers: {
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...(request.form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
        },
        defaultJson: request.form === undefined,
        body: request.form === undefined ? request.json : new URLSearchParams(request.form).toString(),
      })
      .then(async (response) => read(response.status, response.headers, await response.text()));
    return withinTime(answer, clock, signal);
  };
}

function read(status: number, headers: Headers, text: string): HubSpotAnswer {
  if (text === '') return { status, headers, body: undefined, isBroken: false };
  try {
    return { status, headers, body: JSON.parse(text), isBroken: false };
  } catch {
    return { status, headers, body: undefined, isBroken: true };
  }
}

function withinTime<Value>(work: Promise<Value>, clock: Clock, signal?: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancelTimer = clock.after(timeoutMs, () => settle(() => reject(new NoAnswerError('no answer in time'))));
    const onAbort = () => settle(() => reject(signal?.reason));
    const settle = (finish: () => void) => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(new NoAnswerError('no answer', { cause: error }))),
    );
  });
}
