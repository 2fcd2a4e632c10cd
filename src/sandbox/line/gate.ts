import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { isJsonObject, type JsonObject } from './messages/findings';
import type { OfficialAccount } from './official-accounts';
import { invalidToken, LineProblem, rateLimited } from './problems';
import type { LineState } from './state';
import type { RateLimit } from './token-buckets';

/** What the gate leaves for the routes. */
export interface GateVariables {
  readonly account: OfficialAccount;
  readonly requestId: string;
}

/** The environment of every LINE route. */
export type LineEnv = { Variables: GateVariables };

const MAX_BODY_BYTES = 2 * 1024 * 1024;
const SECOND = 1_000;
const HOUR = 3_600_000;

/** Limits of facts/line-api section 1.5 that differ from the common one. */
const LIMITS: Readonly<Record<string, RateLimit>> = {
  'POST /v2/bot/channel/webhook/test': { calls: 60, perMs: HOUR },
  'PUT /v2/bot/channel/webhook/endpoint': { calls: 1_000, perMs: 60 * SECOND },
  'GET /v2/bot/channel/webhook/endpoint': { calls: 1_000, perMs: 60 * SECOND },
  'POST /v2/bot/chat/loading/start': { calls: 100, perMs: SECOND },
  'POST /v2/bot/message/multicast': { calls: 200, perMs: SECOND },
  'POST /v2/oauth/accessToken': { calls: 370, perMs: SECOND },
};
const COMMON_LIMIT: RateLimit = { calls: 2_000, perMs: SECOND };
const RETRY_KEY_PATHS = new Set(['/v2/bot/message/push', '/v2/bot/message/multicast']);

/** Puts `x-line-request-id` on every answer, and turns a thrown LineProblem into one. */
export function requestIds(): MiddlewareHandler<LineEnv> {
  return async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    await next();
    c.res.headers.set('x-line-request-id', requestId);
  };
}

/** Refuses what has no good token, is over the limit, is too large, or carries a retry key where none is allowed. */
export function gate(state: LineState): MiddlewareHandler<LineEnv> {
  return async (c, next) => {
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    const access = token === undefined ? null : state.accessTokens.check(token);
    const account = access === null ? null : state.accounts.find(access.channelId);
    if (account === null) throw invalidToken();
    takeToken(state, account.channelId, c.req.method, templateOf(c.req.path));
    if (c.req.header('x-line-retry-key') !== undefined && !RETRY_KEY_PATHS.has(c.req.path)) {
      throw new LineProblem(400, "The 'X-Line-Retry-Key' header is not supported by this endpoint");
    }
    c.set('account', account);
    await next();
  };
}

/** Takes from the bucket of one channel and endpoint; throws 429 when it is empty. */
export function takeToken(state: LineState, channelId: string, method: string, template: string): void {
  const key = `${method} ${template}`;
  if (!state.buckets.take(`${channelId} ${key}`, LIMITS[key] ?? COMMON_LIMIT)) throw rateLimited();
}

/** The JSON object of a request, or the refusal that LINE gives for its size, type or syntax. */
export async function jsonBody(c: Context<LineEnv>): Promise<JsonObject> {
  const contentType = c.req.header('content-type') ?? '';
  if (!/^application\/json(\s*;|$)/i.test(contentType)) {
    throw new LineProblem(415, `The content type, ${contentType || 'null'}, is not supported`);
  }
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > MAX_BODY_BYTES) throw new LineProblem(413, 'Request body exceeds the maximum size of 2 MB');
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // Falls through: not JSON, or not UTF-8.
  }
  throw new LineProblem(400, 'The request body could not be parsed as JSON (line: 1, column: 1)');
}

/** Folds ids out of a path, so that one endpoint has one bucket. */
function templateOf(path: string): string {
  return path.replace(/\/(?:[UCR][0-9a-f]{8,}|\d{6,})(?=\/|$)/g, '/{id}');
}
