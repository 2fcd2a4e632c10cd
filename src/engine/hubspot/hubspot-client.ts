import type { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import { type Clock, delay } from '../core/clock';
import type { Logger } from '../core/logger';
import { nextMidnight } from './account-midnight';
import { HubSpotError, readEnvelope, toHubSpotError } from './hubspot-error';
import type { Lane, LimitClass, RateLimiter } from './rate-limiter';
import type { TokenKeeper } from './token-keeper';
import { type HubSpotAnswer, type HubSpotRequest, NoAnswerError, type Transport } from './transport';
import type { UsageMeter } from './usage';

/** Why a call is not under way right now. */
export interface Wait {
  reason: 'hubSpotLimit' | 'network' | 'hubSpotServer';
  until: number;
}

/** Who calls, and who wants to know how it goes. */
export interface CallContext {
  lane: Lane;
  signal?: AbortSignal;
  /** Told before each request that is sent, repeated ones too. */
  onCall?: () => void;
  /** Told when the call waits, and with null when it goes on; `limitedMs` = how long a limit held it. */
  onWait?: (wait: Wait | null, limitedMs: number) => void;
}

/** How one call differs from others. */
export interface CallOptions {
  limitClass?: LimitClass;
  /** False = without a token. */
  isAuthorised?: boolean;
  /** A token that is only being tried: what comes of it says nothing about the connection. Refused = HUBSPOT_TOKEN_REFUSED. */
  token?: string;
  /** True = not being allowed to is no fault of the connection: the capability is unavailable, that is all. */
  isOptional?: boolean;
  /** Given the headers of a success. */
  onHeaders?: (headers: Headers) => void;
}

/** What the last call said about the connection. */
export type HealthReport = { health: 'ok' } | { health: 'offline' } | { health: 'attention'; error: LumoError };

interface ClientDeps {
  clock: Clock;
  random: () => number;
  logger: Logger;
  transport: Transport;
  limiter: RateLimiter;
  tokens: TokenKeeper;
  timeZone: () => string;
  meter: UsageMeter;
  onHealth: (report: HealthReport) => void;
}

/** Codes that HubSpot or what stands before it gives for "not now" (HubSpot facts, section 3.4). */
const passingStatuses = new Set([408, 423, 477, 500, 502, 503, 504, 521, 522, 523, 524]);

/** How often one call is tried. A person waits for an interactive one; a sync has time. */
const patience = {
  interactive: { network: 2, server: 3, limit: 3 },
  background: { network: Number.POSITIVE_INFINITY, server: 9, limit: 30 },
};

/**
 * The one way to HubSpot's data API: limits, retries, tokens, and errors that a person can act on. A call goes through
 * waiting -> sent -> answered; what may pass is repeated with growing, jittered pauses, a lost network in the background
 * lanes without end. Every call made here may be repeated safely (HubSpot facts, section 3.4, "Safe patterns").
 */
export function createHubSpotClient(deps: ClientDeps) {
  const { clock, limiter, tokens } = deps;
  const sleepers = new Set<AbortController>();
  let dailyLimitUntil = 0;

  /** A pause that `wake` ends early when the network is what it waits for. */
  const pause = async (wait: Wait, context: CallContext): Promise<void> => {
    const waker = new AbortController();
    if (wait.reason === 'network') sleepers.add(waker);
    const startedAt = clock.now();
    context.onWait?.(wait, 0);
    try {
      const signals = context.signal === undefined ? [waker.signal] : [waker.signal, context.signal];
      await delay(clock, Math.max(0, wait.until - startedAt), AbortSignal.any(signals));
    } catch (error) {
      if (context.signal?.aborted) throw error;
    } finally {
      sleepers.delete(waker);
      context.onWait?.(null, wait.reason === 'hubSpotLimit' ? clock.now() - startedAt : 0);
    }
  };

  const backOff = (attempt: number, capMs: number): number => {
    const full = Math.min(capMs, 1_000 * 2 ** (attempt - 1));
    return full / 2 + (full / 2) * deps.random();
  };

  const respectDailyLimit = async (context: CallContext): Promise<void> => {
    if (clock.now() >= dailyLimitUntil) return;
    if (context.lane === 'interactive') throw new LumoError('HUBSPOT_DAILY_LIMIT', { until: dailyLimitUntil });
    await pause({ reason: 'hubSpotLimit', until: dailyLimitUntil }, context);
  };

  const sendOnce = async (
    request: HubSpotRequest,
    limitClass: LimitClass,
    token: string | null,
    context: CallContext,
  ): Promise<HubSpotAnswer> => {
    const askedAt = clock.now();
    let hasWaited = false;
    const permit = await limiter.acquire(context.lane, limitClass, context.signal, (until) => {
      hasWaited = true;
      context.onWait?.({ reason: 'hubSpotLimit', until }, 0);
    });
    if (hasWaited) context.onWait?.(null, clock.now() - askedAt);
    context.onCall?.();
    deps.meter.noteCall();
    try {
      const answer = await deps.transport(request, token, context.signal);
      deps.meter.noteHeaders(answer.headers);
      permit.done(answer.headers);
      return answer;
    } catch (error) {
      permit.done(null);
      throw error;
    }
  };

  /** How long to wait before the same call again, or null when its refusal is final. */
  const limitWait = (answer: HubSpotAnswer, limitClass: LimitClass): number => {
    const policy = readEnvelope(answer.body).policyName;
    const now = clock.now();
    if (policy === 'DAILY') {
      dailyLimitUntil = nextMidnight(now, deps.timeZone());
      return dailyLimitUntil;
    }
    const after = Number(answer.headers.get('Retry-After') ?? Number.NaN);
    const seconds = Number.isFinite(after) && after >= 0 ? after : policy === 'SECONDLY' ? 1 : 2.5;
    const until = now + seconds * 1_000 + 250 * deps.random();
    if (limitClass !== 'exempt') limiter.pause(limitClass, until);
    return until;
  };

  const exchange = async (
    request: HubSpotRequest,
    limitClass: LimitClass,
    context: CallContext,
    { isAuthorised = true, token: triedToken }: CallOptions,
  ): Promise<HubSpotAnswer> => {
    const limits = context.lane === 'interactive' ? patience.interactive : patience.background;
    const tries = { network: 0, server: 0, limit: 0 };
    let hasRefreshed = false;
    while (true) {
      context.signal?.throwIfAborted();
      await respectDailyLimit(context);
      try {
        const token = triedToken ?? (isAuthorised ? await tokens.current(context) : null);
        const answer = await sendOnce(request, limitClass, token, context);
        if (answer.status < 300 && !answer.isBroken) return answer;
        if (answer.status === 401 && triedToken !== undefined) {
          throw new LumoError('HUBSPOT_TOKEN_REFUSED', { message: readEnvelope(answer.body).category ?? '' });
        }
        if (answer.status === 401 && token !== null && !hasRefreshed) {
          hasRefreshed = true;
          await tokens.refresh(context, token);
        } else if (answer.status === 429) {
          tries.limit++;
          const until = limitWait(answer, limitClass);
          if (tries.limit >= limits.limit) throw toHubSpotError(answer.status, answer.body);
          if (until !== dailyLimitUntil) await pause({ reason: 'hubSpotLimit', until }, context);
        } else if (passingStatuses.has(answer.status) || (answer.isBroken && answer.status < 400)) {
          tries.server++;
          if (tries.server >= limits.server) {
            throw answer.isBroken && answer.status < 400
              ? new LumoError('HUBSPOT_SERVER_ERROR', { status: answer.status, message: 'broken answer' })
              : toHubSpotError(answer.status, answer.body);
          }
          const after = Number(answer.headers.get('Retry-After') ?? 0);
          const waitMs = Math.max(backOff(tries.server, 30_000), answer.status === 423 ? 2_000 : 0, after * 1_000 || 0);
          await pause({ reason: 'hubSpotServer', until: clock.now() + waitMs }, context);
        } else {
          throw toHubSpotError(answer.status, answer.body);
        }
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        deps.onHealth({ health: 'offline' });
        tries.network++;
        if (tries.network >= limits.network) throw new LumoError('HUBSPOT_UNREACHABLE', {}, { cause: error });
        const waitMs = backOff(tries.network, context.lane === 'interactive' ? 1_000 : 30_000);
        await pause({ reason: 'network', until: clock.now() + waitMs }, context);
      }
    }
  };

  return {
    /**
     * Makes one call and reads its answer.
     * @throws HubSpotError, LumoError HUBSPOT_NOT_CONNECTED, HUBSPOT_DISCONNECTED, HUBSPOT_UNREACHABLE, HUBSPOT_DAILY_LIMIT;
     *   the signal's reason when it is aborted
     */
    async call<Output>(
      request: HubSpotRequest,
      schema: z.ZodType<Output>,
      context: CallContext,
      options: CallOptions = {},
    ): Promise<Output> {
      try {
        const answer = await exchange(request, options.limitClass ?? 'ordinary', context, options);
        if (options.token === undefined) deps.onHealth({ health: 'ok' });
        options.onHeaders?.(answer.headers);
        const parsed = schema.safeParse(answer.body);
        if (parsed.success) return parsed.data;
        const where = parsed.error.issues[0]?.path.join('.') ?? '';
        deps.logger.warn('HubSpot answered in another form', { path: request.path.split('?')[0], where });
        throw new LumoError('HUBSPOT_SERVER_ERROR', { status: answer.status, message: `unexpected form at ${where}` });
      } catch (error) {
        if (error instanceof LumoError && needsPerson.has(error.code) && !isAside(error, options)) {
          deps.onHealth({ health: 'attention', error });
        }
        if (error instanceof HubSpotError) {
          deps.logger.warn('HubSpot refused a call', {
            path: request.path.split('?')[0],
            status: error.status,
            category: error.category,
            correlationId: error.correlationId,
          });
        }
        throw error;
      }
    },
    /** The network came back: what waits for it tries at once. */
    wake(): void {
      for (const sleeper of sleepers) sleeper.abort();
    },
  };
}
export type HubSpotClient = ReturnType<typeof createHubSpotClient>;

/** True where an error says nothing about the connection as a whole. */
function isAside(error: LumoError, { token, isOptional }: CallOptions): boolean {
  return token !== undefined || (isOptional === true && error.code === 'HUBSPOT_SCOPE_MISSING');
}

const needsPerson: ReadonlySet<string> = new Set([
  'HUBSPOT_DISCONNECTED',
  'HUBSPOT_NOT_CONNECTED',
  'HUBSPOT_TOKEN_REFUSED',
  'HUBSPOT_SCOPE_MISSING',
  'HUBSPOT_DAILY_LIMIT',
]);
