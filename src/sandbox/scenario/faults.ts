import { setTimeout as wait } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';

/** Which stand-in a fault hits. */
export type FaultService = 'hubspot' | 'line';

/** Faults whose answer a stand-in words in its provider's own way. The request is not processed. */
export type AnsweredFault =
  | 'rateLimit'
  | 'rateLimitSecondly'
  | 'rateLimitDaily'
  | 'status'
  | 'expiredToken'
  | 'invalidToken';

/**
 * What can go wrong on demand.
 * - `rateLimit` (and its `Secondly` and `Daily` kin), `status`, `expiredToken`, `invalidToken`: the provider's own 429, 5xx (or any
 *   status), 401; nothing is processed. `rateLimitDaily` is the used-up monthly quota on LINE.
 * - `slow`: answered late, but normally.
 * - `dropBefore`: the connection is cut and nothing is processed. `dropAfter`: everything is processed, then the connection is cut.
 * - `brokenJson`: everything is processed, the answer stops half-way through its JSON.
 */
export type FaultKind = AnsweredFault | 'slow' | 'dropBefore' | 'dropAfter' | 'brokenJson';

/** A fault to come: which requests it hits, how often, and its numbers. */
export interface FaultRule {
  readonly service: FaultService;
  readonly kind: FaultKind;
  /** HTTP method, or every method when absent. */
  readonly method?: string | undefined;
  /** Regular expression that must be found in the path (without the query), or every path when absent. */
  readonly path?: string | undefined;
  /** How many requests are hit; 1 when absent. */
  readonly times?: number | undefined;
  /** How many matching requests pass before the first hit; 0 when absent. */
  readonly skip?: number | undefined;
  /** The HTTP status of kind `status`; 500 when absent. */
  readonly status?: number | undefined;
  /** The delay of kind `slow`; 3,000 when absent. */
  readonly delayMs?: number | undefined;
}

/** A rule in the book, with what is left of it and what it has done. */
export interface PlannedFault extends FaultRule {
  readonly id: number;
  readonly left: number;
  readonly hits: number;
}

/** Words a fault in the provider's own format; the status matters for kind `status` alone. */
export type FaultResponder = (kind: AnsweredFault, status: number) => Response;

interface Entry {
  readonly id: number;
  readonly rule: FaultRule;
  readonly pattern: RegExp | null;
  left: number;
  toSkip: number;
  hits: number;
}

/** The faults that the scenario has planned, in order; the first that matches a request hits it. */
export class FaultBook {
  readonly #entries: Entry[] = [];
  #nextId = 1;

  /** Plans a fault and returns its number. Throws a SyntaxError when the path is no regular expression. */
  plan(rule: FaultRule): number {
    const id = this.#nextId++;
    this.#entries.push({
      id,
      rule,
      pattern: rule.path === undefined ? null : new RegExp(rule.path),
      left: rule.times ?? 1,
      toSkip: rule.skip ?? 0,
      hits: 0,
    });
    return id;
  }

  /** Every fault planned since the last {@link clear}, used up or not. */
  list(): PlannedFault[] {
    return this.#entries.map(({ id, rule, left, hits }) => ({ ...rule, id, left, hits }));
  }

  /** Removes one planned fault; false when there is none of that number. */
  remove(id: number): boolean {
    const at = this.#entries.findIndex((entry) => entry.id === id);
    if (at >= 0) this.#entries.splice(at, 1);
    return at >= 0;
  }

  /** Removes every planned fault. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** The fault that hits this request, if any; taking it uses it up. */
  take(service: FaultService, method: string, path: string): FaultRule | null {
    for (const entry of this.#entries) {
      if (entry.left <= 0 || entry.rule.service !== service) continue;
      if (entry.rule.method !== undefined && entry.rule.method.toUpperCase() !== method.toUpperCase()) continue;
      if (entry.pattern !== null && !entry.pattern.test(path)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        continue;
      }
      entry.left -= 1;
      entry.hits += 1;
      return entry.rule;
    }
    return null;
  }
}

/** Hono middleware that stands before a stand-in and makes the planned faults happen on the wire. */
export function faultMiddleware(book: FaultBook, service: FaultService, answer: FaultResponder): MiddlewareHandler {
  return async (c, next) => {
    const fault = book.take(service, c.req.method, c.req.path);
    if (fault === null) return next();
    switch (fault.kind) {
      case 'slow':
        await wait(fault.delayMs ?? 3_000);
        return next();
      case 'dropBefore':
        return cutConnection(c);
      case 'dropAfter':
        await next();
        c.res = undefined;
        c.res = cutConnection(c);
        return;
      case 'brokenJson': {
        await next();
        const text = await c.res.clone().text();
        const headers = new Headers(c.res.headers);
        headers.delete('content-length');
        headers.set('content-type', 'application/json');
        c.res = undefined;
        c.res = new Response(text.length > 2 ? text.slice(0, Math.ceil(text.length / 2)) : '{"', {
          status: 200,
          headers,
        });
        return;
      }
      default:
        return answer(fault.kind, fault.status ?? 500);
    }
  };
}

/** Ends the TCP connection without an answer, as a network that breaks does. */
function cutConnection(c: Context<{ Bindings: HttpBindings }>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
