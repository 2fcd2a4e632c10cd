import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import type { HubSpotUsage } from '../../shared/model/account';
import type { Clock } from '../core/clock';
import { nextMidnight } from './account-midnight';
import type { CallContext, HubSpotClient } from './hubspot-client';
import type { RateLimiter } from './rate-limiter';

const heldSchema = z.object({ day: z.number(), calls: z.number() });
const dailySchema = z.object({
  results: z.array(
    z.object({
      usageLimit: z.number(),
      currentUsage: z.number(),
      fetchStatus: z.string().optional(),
      resetsAt: z.string().optional(),
    }),
  ),
});
/** Calls between two writes of the count: as many may be missing after a crash. */
const writtenEvery = 50;
const dailyFreshMs = 60_000;
/** A day on which the clocks go back has an hour more. */
const longestDayMs = 25 * 60 * 60_000;

/** Where the count of a day's calls outlives a restart; a short text. */
export interface UsageStore {
  read(): string | null;
  write(text: string): void;
}

interface MeterDeps {
  clock: Clock;
  timeZone: () => string;
  store: UsageStore | undefined;
}

/** Counts the calls of the account's day, and keeps what answers tell of the daily limit (HubSpot facts, section 3.2). */
export function createUsageMeter({ clock, timeZone, store }: MeterDeps) {
  let day = 0;
  let calls = 0;
  let unwritten = 0;
  let daily: { limit: number; used: number; resetsAt: number } | null = null;
  const held = heldSchema.safeParse(parsed(store?.read() ?? null));
  if (held.success) ({ day, calls } = held.data);

  /** A day is named by the midnight that ends it; HubSpot's counters begin anew then. */
  const turn = (): void => {
    const now = clock.now();
    // A day ends once in about a day; looking for its end at each call would cost more than the count.
    if (now < day && day - now <= longestDayMs) return;
    const ends = nextMidnight(now, timeZone());
    // Computed to the second: two looks on one day may differ by that.
    if (Math.abs(ends - day) < 2_000) return;
    if (day < ends) [day, calls, daily] = [ends, 0, null];
  };
  const write = (): void => {
    unwritten = 0;
    try {
      store?.write(JSON.stringify({ day, calls }));
    } catch {
      // A full disk is told by whatever has something to lose; a count is no reason to stop a call.
    }
  };

  return {
    noteCall(): void {
      turn();
      calls++;
      if (++unwritten >= writtenEvery) write();
    },
    noteHeaders(headers: Headers): void {
      const limit = Number(headers.get('X-HubSpot-RateLimit-Daily') ?? Number.NaN);
      const remaining = Number(headers.get('X-HubSpot-RateLimit-Daily-Remaining') ?? Number.NaN);
      if (Number.isFinite(limit) && Number.isFinite(remaining)) this.noteDaily({ limit, used: limit - remaining });
    },
    noteDaily(found: { limit: number; used: number }): void {
      turn();
      daily = { ...found, resetsAt: day };
    },
    state(): Pick<HubSpotUsage, 'daily' | 'callsToday'> {
      turn();
      if (unwritten > 0) write();
      return { daily, callsToday: calls };
    },
  };
}
export type UsageMeter = ReturnType<typeof createUsageMeter>;

/**
 * HubSpot's limits and how much of them is used. The account's own count is asked for where the token is a private app's,
 * at most once a minute; an OAuth app is told nothing of it (HubSpot facts, section 3.2).
 */
export function createUsage(deps: {
  clock: Clock;
  client: HubSpotClient;
  limiter: RateLimiter;
  meter: UsageMeter;
  path: string;
  isPrivateApp: () => boolean;
}): () => Promise<HubSpotUsage> {
  const context: CallContext = { lane: 'interactive' };
  let askedAt = Number.NEGATIVE_INFINITY;

  const ask = async (): Promise<void> => {
    if (!deps.isPrivateApp() || deps.clock.now() - askedAt < dailyFreshMs) return;
    askedAt = deps.clock.now();
    try {
      const { results } = await deps.client.call({ method: 'GET', path: deps.path }, dailySchema, context, {
        isOptional: true,
      });
      const found = results.find((row) => (row.fetchStatus ?? 'SUCCESS') === 'SUCCESS');
      if (found !== undefined) deps.meter.noteDaily({ limit: found.usageLimit, used: found.currentUsage });
    } catch (error) {
      // What is known is shown all the same; offline this is the normal case.
      if (!(error instanceof LumoError)) throw error;
    }
  };

  return async () => {
    await ask();
    return { ...deps.limiter.state(), ...deps.meter.state() };
  };
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
