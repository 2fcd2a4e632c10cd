import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterEach } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Ends something when the test is over. */
export function whenTestEnds(close: () => Promise<void>): void {
  closers.push(close);
}

/** A small sandbox in memory that closes with the test. */
export async function smallSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    dataFolder: null,
    seed: 7,
    contacts: 60,
    friends: 40,
    messages: 300,
    ...options,
  });
  whenTestEnds(() => sandbox.close());
  return sandbox;
}

/** An answer with its body already read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

/** Sends a request; a given object travels as JSON. */
export async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: answer.status, headers: answer.headers, text, json };
}

/** Speaks to the LINE stand-in as one Official Account. */
export class LineCaller {
  readonly #sandbox: Sandbox;
  readonly #token: string;

  constructor(sandbox: Sandbox, token: string) {
    this.#sandbox = sandbox;
    this.#token = token;
  }

  static async of(sandbox: Sandbox, account = 0): Promise<LineCaller> {
    const credentials = sandbox.officialAccounts[account];
    if (!credentials) throw new Error('no such account');
    const answer = await fetch(`${sandbox.endpoints.lineApi}/oauth2/v3/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: credentials.channelId,
        client_secret: credentials.channelSecret,
      }),
    });
    const body = (await answer.json()) as { access_token: string };
    return new LineCaller(sandbox, body.access_token);
  }

  api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return call(method, this.#sandbox.endpoints.lineApi + path, body, {
      authorization: `Bearer ${this.#token}`,
      ...headers,
    });
  }

  data(method: string, path: string): Promise<Answer> {
    return call(method, this.#sandbox.endpoints.lineData + path, undefined, { authorization: `Bearer ${this.#token}` });
  }

  push(to: string, text: string, retryKey: string = randomUUID()): Promise<Answer> {
    return this.api(
      'POST',
      '/v2/bot/message/push',
      { to, messages: [{ type: 'text', text }] },
      { 'x-line-retry-key': retryKey },
    );
  }
}

/** The scenario API of a sandbox. */
export function control(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<Answer> {
  return call(method, sandbox.endpoints.control + path, method === 'GET' ? undefined : (body ?? {}));
}

/** One webhook as it arrived. */
export interface Received {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape
  readonly json: any;
}

/** A webhook endpoint that remembers what it got; `answer` may be changed while it runs, `null` never answers. */
export async function webhookReceiver(): Promise<{
  url: string;
  received: Received[];
  answer: { status: number | null };
}> {
  const received: Received[] = [];
  const answer: { status: number | null } = { status: 200 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push({ body, headers: request.headers, json: JSON.parse(body.toString('utf8')) });
      if (answer.status !== null) response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenTestEnds(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/hook`, received, answer };
}

/** Waits until the condition holds; fails after five seconds. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'the condition'): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
