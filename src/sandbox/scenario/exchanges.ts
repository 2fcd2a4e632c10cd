import type { MiddlewareHandler } from 'hono';

/** One request to a stand-in and what came back. Times are epoch ms; a body that is not text is null. */
export interface RecordedExchange {
  readonly seq: number;
  readonly at: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string | null;
  /** 0 when the connection was cut without an answer. */
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
}

const MAX_BODY_CHARS = 300_000;
const SECRET_HEADERS = new Set(['authorization', 'cookie']);

/** The last exchanges with a stand-in, oldest dropped first, so that tests can check what was really said on the wire. */
export class ExchangeLog {
  readonly #capacity: number;
  #kept: RecordedExchange[] = [];
  #seq = 0;

  constructor(capacity = 5_000) {
    this.#capacity = capacity;
  }

  /** Exchanges after a sequence number, oldest first. */
  list(afterSeq = 0): RecordedExchange[] {
    return this.#kept.filter((exchange) => exchange.seq > afterSeq);
  }

  /** How often each method and path template was called among what is kept; ids in paths are folded into `{id}`. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { method, path } of this.#kept) {
      const key = `${method} ${path.replace(/\/([UCR][0-9a-f]{32}|\d{6,})(?=\/|$)/g, '/{id}')}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept = [];
  }

  /** Records what passes through; `host` names the listener (api or data). */
  middleware(host: string, now: () => number): MiddlewareHandler {
    return async (c, next) => {
      const at = now();
      const url = new URL(c.req.url);
      const requestBody = isText(c.req.header('content-type')) ? await c.req.raw.clone().text() : null;
      const requestHeaders = headersOf(c.req.raw.headers);
      await next();
      // A cut connection leaves Hono's marker answer, which has this header and nothing else worth keeping.
      const isCut = c.res.headers.has('x-hono-already-sent');
      const responseBody = !isCut && isText(c.res.headers.get('content-type')) ? await c.res.clone().text() : null;
      this.#seq += 1;
      this.#kept.push({
        seq: this.#seq,
        at,
        host,
        method: c.req.method,
        path: url.pathname,
        query: url.search,
        requestHeaders,
        requestBody: bounded(requestBody),
        status: isCut ? 0 : c.res.status,
        responseHeaders: headersOf(c.res.headers),
        responseBody: bounded(responseBody),
      });
      if (this.#kept.length > this.#capacity * 1.1) this.#kept = this.#kept.slice(-this.#capacity);
    };
  }
}

function isText(contentType: string | null | undefined): boolean {
  return contentType !== null && contentType !== undefined && /json|text|urlencoded/.test(contentType);
}

function bounded(body: string | null): string | null {
  return body !== null && body.length > MAX_BODY_CHARS ? null : body;
}

function headersOf(headers: Headers): Record<string, string> {
  const found: Record<string, string> = {};
  headers.forEach((value, name) => {
    found[name] = SECRET_HEADERS.has(name) ? 'present' : value;
  });
  return found;
}
