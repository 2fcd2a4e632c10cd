import { expiredAuthentication, HubSpotError, invalidAuthentication } from './errors';
import { type LimitPolicy, rateLimited } from './rate-limits';

/** Faults that the provider words itself; `rateLimit` is the ten-second one. */
export type HubSpotFaultKind =
  | 'rateLimit'
  | 'rateLimitSecondly'
  | 'rateLimitDaily'
  | 'expiredToken'
  | 'invalidToken'
  | 'status';

const policies: Readonly<Partial<Record<HubSpotFaultKind, LimitPolicy>>> = {
  rateLimit: 'TEN_SECONDLY_ROLLING',
  rateLimitSecondly: 'SECONDLY',
  rateLimitDaily: 'DAILY',
};

const tenSecondHeaders = {
  'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
  'X-HubSpot-RateLimit-Max': '190',
  'X-HubSpot-RateLimit-Remaining': '0',
};

/** A planned fault in the provider's own words (facts sections 2.5, 3.3, 3.4). `status` matters for the kind `status` only. */
export function hubSpotFaultResponse(kind: HubSpotFaultKind, status: number, now: number): Response {
  const policy = policies[kind];
  if (policy !== undefined) {
    // Search answers carry no rate headers (facts section 3.2).
    return rateLimited(policy).response(policy === 'TEN_SECONDLY_ROLLING' ? tenSecondHeaders : {});
  }
  if (kind === 'expiredToken') return expiredAuthentication(now - 60_000, now).response();
  if (kind === 'invalidToken') return invalidAuthentication().response();
  if (status === 429) return rateLimited('TEN_SECONDLY_ROLLING').response(tenSecondHeaders);
  if (status === 401) return invalidAuthentication().response();
  if (status === 477) {
    const moving = new HubSpotError({ status, category: 'MIGRATION_IN_PROGRESS', message: 'Migration in progress' });
    return moving.response({ 'Retry-After': '5' });
  }
  // Gateways answer in HTML, not in the API's envelope.
  if ([502, 503, 504, 521, 523, 524].includes(status)) {
    return new Response(`<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`, {
      status,
      headers: { 'Content-Type': 'text/html' },
    });
  }
  return new HubSpotError({ status, category: 'INTERNAL_ERROR', message: 'internal error' }).response();
}
