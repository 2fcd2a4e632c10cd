import { HubSpotError } from './errors';

/** The limits in force; all of them can be turned while the stand-in runs. */
export type LimitSettings = {
  /** False switches every limit off (for benches). */
  isEnabled: boolean;
  /** Calls per rolling 10 s and app. 190 is Professional and Enterprise, 100 Free and Starter, 110 a publicly distributed app. */
  perTenSeconds: number;
  /** Searches per rolling second and account. */
  searchPerSecond: number;
  /** Calls per day and account; resets at midnight in the account's time zone. */
  perDay: number;
  /** Token calls per rolling 10 s; undocumented upstream, so only a guard (facts section 3.1). */
  tokenPerTenSeconds: number;
  /** Whether CRM 429 answers carry `Retry-After`; not confirmed upstream, so a client must manage without. */
  isRetryAfterSent: boolean;
};

/** Which limit a call counts against. */
export type LimitClass = 'ordinary' | 'search' | 'exempt';

/** Limits per plan (facts section 3.1). */
export const tierLimits = {
  free: { perTenSeconds: 100, perDay: 250_000 },
  professional: { perTenSeconds: 190, perDay: 625_000 },
  enterprise: { perTenSeconds: 190, perDay: 1_000_000 },
  public: { perTenSeconds: 110, perDay: 1_000_000 },
} as const;

/** The limits a fresh stand-in starts with. */
export const defaultLimits: LimitSettings = {
  isEnabled: true,
  ...tierLimits.professional,
  searchPerSecond: 5,
  tokenPerTenSeconds: 100,
  isRetryAfterSent: false,
};

const texts = {
  TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
  SECONDLY: 'You have reached your secondly limit.',
  DAILY: 'You have reached your daily limit.',
} as const;

/** Name of the limit that a 429 reports. */
export type LimitPolicy = keyof typeof texts;

/** The 429 of facts section 3.3. `retryAfterSeconds` null leaves the header out. */
export function rateLimited(policy: LimitPolicy): HubSpotError {
  return new RateLimitError(policy);
}

class RateLimitError extends HubSpotError {
  readonly policy: LimitPolicy;

  constructor(policy: LimitPolicy) {
    super({ status: 429, category: 'RATE_LIMITS', message: texts[policy] });
    this.policy = policy;
  }

  override body(): Record<string, unknown> {
    const { status, message, correlationId } = super.body();
    return {
      status,
      message,
      errorType: 'RATE_LIMIT',
      correlationId,
      policyName: this.policy,
      groupName: 'publicapi:private-apps:oauth',
    };
  }
}

/** Rolling window: the instants of the accepted calls, oldest first. */
class Window {
  #instants: number[] = [];
  #head = 0;

  readonly lengthMs: number;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  /** Calls accepted in the window that ends now. */
  count(now: number): number {
    while (this.#head < this.#instants.length && (this.#instants[this.#head] ?? 0) <= now - this.lengthMs) {
      this.#head += 1;
    }
    if (this.#head > 1024) {
      this.#instants = this.#instants.slice(this.#head);
      this.#head = 0;
    }
    return this.#instants.length - this.#head;
  }

  add(now: number): void {
    this.#instants.push(now);
  }

  /** Ms until the oldest call leaves the window. */
  waitMs(now: number): number {
    const oldest = this.#instants[this.#head];
    return oldest === undefined ? 0 : Math.max(0, oldest + this.lengthMs - now);
  }
}

/** Counts calls and refuses those beyond the limits. Refused calls use nothing up. */
export class RateLimits {
  readonly settings: LimitSettings;
  readonly #now: () => number;
  readonly #tenSeconds = new Map<number, Window>();
  readonly #searches = new Map<number, Window>();
  readonly #token: Window;
  readonly #days = new Map<number, { key: string; count: number }>();
  #dayKeyOf = { timeZone: '', minute: -1, key: '' };

  constructor(now: () => number, settings: Partial<LimitSettings> = {}) {
    this.#now = now;
    this.settings = { ...defaultLimits, ...settings };
    this.#token = new Window(10_000);
  }

  /** Takes one call (`isStatic`: by a static token); returns the headers of its answer, or the 429 to give instead. */
  take(
    account: { readonly hubId: number; readonly timeZone: string; readonly tier?: keyof typeof tierLimits },
    limitClass: LimitClass,
    isStatic = false,
  ): { readonly headers: Record<string, string>; readonly refusal: HubSpotError | null } {
    const settings = settingsFor(this.settings, account.tier);
    if (!settings.isEnabled) return { headers: {}, refusal: null };
    const now = this.#now();
    const day = this.#day(account, now);
    if (day.count >= settings.perDay) return { headers: this.#retryAfter(0), refusal: rateLimited('DAILY') };
    if (limitClass === 'search') {
      const window = windowOf(this.#searches, account.hubId, 1_000);
      if (window.count(now) >= settings.searchPerSecond) {
        return { headers: this.#retryAfter(window.waitMs(now)), refusal: rateLimited('SECONDLY') };
      }
      window.add(now);
      day.count += 1;
      return { headers: {}, refusal: null };
    }
    const window = windowOf(this.#tenSeconds, account.hubId, 10_000);
    const used = window.count(now);
    const headers = (remaining: number) => ({
      'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
      'X-HubSpot-RateLimit-Max': String(settings.perTenSeconds),
      'X-HubSpot-RateLimit-Remaining': String(Math.max(0, remaining)),
      // The daily ones are left out for OAuth calls (facts section 3.2).
      ...(isStatic
        ? {
            'X-HubSpot-RateLimit-Daily': String(settings.perDay),
            'X-HubSpot-RateLimit-Daily-Remaining': String(Math.max(0, settings.perDay - day.count)),
          }
        : {}),
    });
    if (limitClass === 'exempt') {
      day.count += 1;
      return { headers: {}, refusal: null };
    }
    if (used >= settings.perTenSeconds) {
      return {
        headers: { ...headers(0), ...this.#retryAfter(window.waitMs(now)) },
        refusal: rateLimited('TEN_SECONDLY_ROLLING'),
      };
    }
    window.add(now);
    day.count += 1;
    return { headers: headers(settings.perTenSeconds - used - 1), refusal: null };
  }

  /** Takes one call of the token endpoint; returns the seconds to wait when it must be refused. */
  takeToken(): number | null {
    const now = this.#now();
    if (!this.settings.isEnabled) return null;
    if (this.#token.count(now) >= this.settings.tokenPerTenSeconds) {
      return Math.max(1, Math.ceil(this.#token.waitMs(now) / 1000));
    }
    this.#token.add(now);
    return null;
  }

  /** Calls counted today for an account. */
  usedToday(account: { readonly hubId: number; readonly timeZone: string }): number {
    return this.#day(account, this.#now()).count;
  }

  #retryAfter(waitMs: number): Record<string, string> {
    if (!this.settings.isRetryAfterSent || waitMs <= 0) return {};
    return { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) };
  }

  #day(account: { readonly hubId: number; readonly timeZone: string }, now: number): { key: string; count: number } {
    const key = this.#dayKey(account.timeZone, now);
    const day = this.#days.get(account.hubId);
    if (day !== undefined && day.key === key) return day;
    const fresh = { key, count: 0 };
    this.#days.set(account.hubId, fresh);
    return fresh;
  }

  // Formatting a zoned date costs microseconds that every call would pay; a minute never spans midnight.
  #dayKey(timeZone: string, now: number): string {
    const minute = Math.floor(now / 60_000);
    if (this.#dayKeyOf.minute !== minute || this.#dayKeyOf.timeZone !== timeZone) {
      const key = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
      this.#dayKeyOf = { timeZone, minute, key };
    }
    return this.#dayKeyOf.key;
  }
}

// A smaller plan than the stand-in's own has its own, lower limits.
function settingsFor(settings: LimitSettings, tier: keyof typeof tierLimits | undefined): LimitSettings {
  if (tier === undefined) return settings;
  const { perTenSeconds, perDay } = tierLimits[tier];
  return {
    ...settings,
    perTenSeconds: Math.min(settings.perTenSeconds, perTenSeconds),
    perDay: Math.min(settings.perDay, perDay),
  };
}

function windowOf(windows: Map<number, Window>, hubId: number, lengthMs: number): Window {
  const known = windows.get(hubId);
  if (known !== undefined) return known;
  const window = new Window(lengthMs);
  windows.set(hubId, window);
  return window;
}
