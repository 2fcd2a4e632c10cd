import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { Clock } from '../core/clock';
import { hubSpotScopes, optionalHubSpotScopes } from '../hubspot';
import type { RedirectOutcome } from './hubspot-redirect-page';
import { listenForRedirect, redirectPath } from './hubspot-redirect-server';

/** A sign-in waits this long for the person in the browser. */
const patienceMs = 10 * 60_000;

/** What came back from the browser, to be traded for tokens. */
export interface SignInReturn {
  code: string;
  redirectUri: string;
  verifier: string;
}

interface SignInOptions {
  clock: Clock;
  appUrl: string;
  clientId: string;
  port: number;
  openSignIn: (url: string) => Promise<void>;
  /** Trades the code and stores the tokens. Its rejection is the outcome of the sign-in. */
  onReturn: (found: SignInReturn) => Promise<void>;
  /** Told once, with null after success. */
  onEnd: (error: unknown) => void;
}

/** A sign-in that waits for the browser. */
export interface SignIn {
  authorizeUrl: string;
  cancel(): void;
}

/**
 * Opens HubSpot's consent page in the system browser and waits for its return: waiting -> (returned, denied, expired,
 * cancelled). Only a return with the state of this sign-in counts; others are answered and ignored.
 * @throws LumoError HUBSPOT_SIGN_IN_PORT_TAKEN
 */
export async function beginSignIn(options: SignInOptions): Promise<SignIn> {
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(48).toString('base64url');
  const redirectUri = `http://localhost:${options.port}${redirectPath}`;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const authorizeUrl = `${options.appUrl}/oauth/authorize?${new URLSearchParams({
    client_id: options.clientId,
    redirect_uri: redirectUri,
    scope: hubSpotScopes.join(' '),
    optional_scope: optionalHubSpotScopes.join(' '),
    state,
    response_type: 'code',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })}`;

  let isOver = false;
  const end = (error: unknown): void => {
    if (isOver) return;
    isOver = true;
    cancelTimer();
    listener.close();
    options.onEnd(error);
  };

  let isTrading = false;
  const onReturn = async (query: URLSearchParams): Promise<RedirectOutcome> => {
    if (isOver || isTrading || !isSame(query.get('state') ?? '', state)) return 'unknown';
    const code = query.get('code');
    if (code === null) {
      end(new LumoError('HUBSPOT_SIGN_IN_DENIED', { reason: (query.get('error') ?? '').slice(0, 60) }));
      return 'denied';
    }
    isTrading = true;
    try {
      await options.onReturn({ code, redirectUri, verifier });
      end(null);
      return 'connected';
    } catch (error) {
      end(error);
      return toProblem(error).code === 'HUBSPOT_SIGN_IN_DENIED' ? 'denied' : 'failed';
    }
  };

  const listener = await listenForRedirect(options.port, onReturn);
  const cancelTimer = options.clock.after(patienceMs, () => end(new LumoError('HUBSPOT_SIGN_IN_EXPIRED')));
  // Where no browser opens, the address can be copied from the screen.
  options.openSignIn(authorizeUrl).catch(() => undefined);
  return {
    authorizeUrl,
    cancel() {
      // Once the code is being traded the outcome is HubSpot's.
      if (!isTrading) end(new LumoError('HUBSPOT_SIGN_IN_DENIED', { reason: 'cancelled' }));
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
