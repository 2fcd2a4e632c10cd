import type { HubSpotUsage } from '../../shared/model/account';
import type { Clock } from '../core/clock';

/** Who asks, most urgent first. */
export const lanes = ['interactive', 'changeEvents', 'schedule', 'backfill'] as const;
export type Lane = (typeof lanes)[number];

/** Which of HubSpot's limits a call counts against (HubSpot facts, section 3.1). */
export type LimitClass = 'ordinary' | 'search' | 'exempt';

/** A granted call; `done` must be called once, when its answer came or failed to come. */
export interface Permit {
  done(headers: Headers | null): void;
}

interface Waiting {
  lane: Lane;
  grant: () => void;
}

interface Window {
  lengthMs: number;
  max: number;
  inFlight: number;
  /** When each finished call leaves the window, ascending. */
  ends: number[];
  pausedUntil: number;
  queue: Waiting[];
  cancelTimer: (() => void) | null;
}

const maxInFlight = 8;
const personIsAtWorkMs = 60_000;

/**
 * Keeps one account's calls inside HubSpot's rolling windows and spends them on the most urgent lane. A call occupies its
 * place until a whole window after its answer, because only then has it surely left the window that HubSpot counts. The
 * real limit and what others of the account use are learned from the answers' headers. While a person is at work a
 * twentieth of the window is kept for the interactive lane.
 */
export function createRateLimiter(options: { clock: Clock; perTenSeconds: number; searchesPerSecond: number }) {
  const { clock } = options;
  const makeWindow = (lengthMs: number, max: number): Window => ({
    lengthMs,
    max,
    inFlight: 0,
    ends: [],
    pausedUntil: 0,
    queue: [],
    cancelTimer: null,
  });
  const windows = {
    ordinary: makeWindow(10_000, options.perTenSeconds),
    search: makeWindow(1_000, options.searchesPerSecond),
  };
  let interactiveAt = Number.NEGATIVE_INFINITY;

  const room = (window: Window, lane: Lane, now: number): number => {
    while (window.ends.length > 0 && (window.ends[0] ?? 0) <= now) window.ends.shift();
    const isKeptFree = lane !== 'interactive' && window === windows.ordinary && now - interactiveAt < personIsAtWorkMs;
    const usable = isKeptFree ? Math.max(1, Math.floor(window.max * 0.95)) : window.max;
    return Math.min(usable - window.inFlight - window.ends.length, maxInFlight - window.inFlight);
  };

  const goesOnAt = (window: Window, now: number): number =>
    Math.max(window.pausedUntil, window.ends[0] ?? now + window.lengthMs);

  const pump = (window: Window): void => {
    window.cancelTimer?.();
    window.cancelTimer = null;
    while (window.queue.length > 0) {
      const now = clock.now();
      const next = window.queue[0];
      if (next === undefined) return;
      if (now < window.pausedUntil || room(window, next.lane, now) <= 0) {
        // With calls in flight the answer pumps again; the timer is for the time after.
        const wait = Math.max(1, goesOnAt(window, now) - now);
        window.cancelTimer = clock.after(wait, () => pump(window));
        return;
      }
      window.queue.shift();
      window.inFlight++;
      next.grant();
    }
  };

  const enqueue = (window: Window, waiting: Waiting): void => {
    const rank = lanes.indexOf(waiting.lane);
    const place = window.queue.findIndex((other) => lanes.indexOf(other.lane) > rank);
    window.queue.splice(place < 0 ? window.queue.length : place, 0, waiting);
  };

  const learn = (window: Window, headers: Headers, now: number): void => {
    const max = Number(headers.get('X-HubSpot-RateLimit-Max') ?? Number.NaN);
    const remaining = Number(headers.get('X-HubSpot-RateLimit-Remaining') ?? Number.NaN);
    if (!Number.isFinite(window.max)) return;
    if (Number.isFinite(max) && max > 0) window.max = max;
    if (!Number.isFinite(remaining)) return;
    // HubSpot counts more than we made: others use the same limit. Their calls occupy places too.
    const others = Math.min(window.max, window.max - window.inFlight - window.ends.length - remaining);
    for (let i = 0; i < others; i++) window.ends.push(now + window.lengthMs);
  };

  return {
    /**
     * Resolves when the call may be made. `onWait` is told, once, when it cannot be made at once, until about when.
     * Rejects with the signal's reason when it is aborted before.
     */
    acquire(
      lane: Lane,
      limitClass: LimitClass,
      signal?: AbortSignal,
      onWait?: (until: number) => void,
    ): Promise<Permit> {
      if (limitClass === 'exempt') return Promise.resolve({ done: () => undefined });
      const window = windows[limitClass];
      if (lane === 'interactive') interactiveAt = clock.now();
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        let isGranted = false;
        const onAbort = () => {
          window.queue = window.queue.filter((other) => other !== waiting);
          reject(signal?.reason);
        };
        const waiting: Waiting = {
          lane,
          grant() {
            isGranted = true;
            signal?.removeEventListener('abort', onAbort);
            resolve({
              done(headers) {
                const now = clock.now();
                window.inFlight--;
                if (Number.isFinite(window.max)) window.ends.push(now + window.lengthMs);
                if (headers !== null && limitClass === 'ordinary') learn(window, headers, now);
                pump(window);
              },
            });
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        enqueue(window, waiting);
        pump(window);
        if (!isGranted) onWait?.(goesOnAt(window, clock.now()));
      });
    },
    /** The limits as they are known, what is left of the rolling one, and how many calls wait for either. */
    state(): Pick<HubSpotUsage, 'perTenSeconds' | 'searchesPerSecond' | 'waitingCalls'> {
      const { ordinary, search } = windows;
      const now = clock.now();
      while (ordinary.ends.length > 0 && (ordinary.ends[0] ?? 0) <= now) ordinary.ends.shift();
      const isKnown = Number.isFinite(ordinary.max);
      const free = now < ordinary.pausedUntil ? 0 : ordinary.max - ordinary.inFlight - ordinary.ends.length;
      return {
        perTenSeconds: { limit: isKnown ? ordinary.max : 0, remaining: isKnown ? Math.max(0, free) : null },
        searchesPerSecond: Number.isFinite(search.max) ? search.max : 0,
        waitingCalls: ordinary.queue.length + search.queue.length,
      };
    },
    /** HubSpot said that the limit is reached: nothing of this class goes out before `until`. */
    pause(limitClass: 'ordinary' | 'search', until: number): void {
      const window = windows[limitClass];
      window.pausedUntil = Math.max(window.pausedUntil, until);
      pump(window);
    },
  };
}
export type RateLimiter = ReturnType<typeof createRateLimiter>;
