import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import { type Clock, delay } from '../core/clock';
import { hubSpotPaths } from './api-version';
import type { CallContext } from './hubspot-client';
import { errorEnvelopeSchema, toHubSpotError } from './hubspot-error';
import type { TokenStore } from './token-store';
import { type HubSpotAnswer, NoAnswerError, type Transport } from './transport';

const tokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
  hub_id: z.number().optional(),
  scopes: z.array(z.string()).optional(),
});
export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

const refreshAheadMs = 60_000;

interface KeeperDeps {
  clock: Clock;
  transport: Transport;
  store: TokenStore;
  app: { clientId: string; clientSecret: string };
}

/**
 * Holds the access token and renews it a minute before its end. One renewal is under way at a time, whoever asks; the
 * new refresh token is stored before the old one is dropped (HubSpot facts, section 2.6).
 */
export function createTokenKeeper({ clock, transport, store, app }: KeeperDeps) {
  let refreshing: Promise<string> | null = null;

  const post = async (form: Record<string, string>, signal?: AbortSignal): Promise<TokenAnswer> => {
    for (let attempt = 1; ; attempt++) {
      const fields = { ...form, client_id: app.clientId, client_secret: app.clientSecret };
      const answer = await transport({ method: 'POST', path: hubSpotPaths.token, form: fields }, null, signal);
      if (answer.status === 200 && !answer.isBroken) return readTokens(answer);
      const isPassing = answer.status === 429 || answer.status >= 500 || answer.isBroken;
      if (!isPassing || attempt >= 4) throw refusal(answer);
      const after = Number(answer.headers.get('Retry-After') ?? Number.NaN);
      await delay(clock, Number.isFinite(after) ? after * 1_000 : 500 * 2 ** attempt, signal);
    }
  };

  const renew = async (): Promise<string> => {
    const held = store.read();
    if (held === null || held.kind === 'static') throw new LumoError('HUBSPOT_NOT_CONNECTED');
    const answer = await post({ grant_type: 'refresh_token', refresh_token: held.refreshToken });
    store.write({
      ...held,
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresAt: clock.now() + answer.expires_in * 1_000,
      clientId: app.clientId,
    });
    return answer.access_token;
  };

  const keeper = {
    /** A token that is good for the next minute. @throws LumoError HUBSPOT_NOT_CONNECTED, HUBSPOT_DISCONNECTED; NoAnswerError */
    async current(context: CallContext): Promise<string> {
      const held = store.read();
      if (held === null) throw new LumoError('HUBSPOT_NOT_CONNECTED');
      if (held.kind === 'static') return held.accessToken;
      if (held.expiresAt - refreshAheadMs > clock.now()) return held.accessToken;
      return keeper.refresh(context, held.accessToken);
    },
    /**
     * Renews the token, unless `refused` is not the one held any more: then somebody else did so already.
     * @throws LumoError HUBSPOT_TOKEN_REFUSED for a static token: only a person can bring another one
     */
    async refresh(context: CallContext, refused: string): Promise<string> {
      const held = store.read();
      if (held !== null && held.accessToken !== refused) return held.accessToken;
      if (held?.kind === 'static') throw new LumoError('HUBSPOT_TOKEN_REFUSED');
      refreshing ??= renew().finally(() => {
        refreshing = null;
      });
      context.onCall?.();
      return refreshing;
    },
    /** Trades the code of a finished sign-in for tokens. Stores nothing. */
    exchangeCode: (code: string, redirectUri: string, verifier: string, signal?: AbortSignal): Promise<TokenAnswer> =>
      post({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }, signal),
    /**
     * Has HubSpot drop the refresh token; the app stays installed (HubSpot facts, section 2.4). A static token has no
     * such call. True = HubSpot did so. Never throws: the connection ends here either way.
     */
    async revoke(): Promise<boolean> {
      const held = store.read();
      if (held === null || held.kind === 'static') return false;
      const form = {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        token: held.refreshToken,
        token_type_hint: 'refresh_token',
      };
      try {
        const answer = await transport({ method: 'POST', path: hubSpotPaths.revoke, form }, null);
        return answer.status === 200;
      } catch {
        return false;
      }
    },
  };
  return keeper;
}
export type TokenKeeper = ReturnType<typeof createTokenKeeper>;

function readTokens(answer: HubSpotAnswer): TokenAnswer {
  const parsed = tokenAnswerSchema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw new LumoError('HUBSPOT_SERVER_ERROR', { status: answer.status, message: 'unexpected token answer' });
}

/** The token endpoint's own errors (HubSpot facts, section 2.5). */
function refusal(answer: HubSpotAnswer): Error {
  const parsed = errorEnvelopeSchema.safeParse(answer.body);
  const status = parsed.success ? (parsed.data.status ?? '') : '';
  if (status === 'BAD_REFRESH_TOKEN') return new LumoError('HUBSPOT_DISCONNECTED', { message: 'BAD_REFRESH_TOKEN' });
  if (status === 'BAD_AUTH_CODE') return new LumoError('HUBSPOT_SIGN_IN_EXPIRED', {});
  if (status.startsWith('BAD_')) return new LumoError('HUBSPOT_APP_REFUSED', { message: status });
  if (answer.status >= 500 || answer.isBroken) return new NoAnswerError(`token endpoint: ${answer.status}`);
  return toHubSpotError(answer.status, answer.body);
}
