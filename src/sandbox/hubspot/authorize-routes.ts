import { type Context, Hono } from 'hono';
import type { AccountDefinition } from './accounts';
import { authorizePage, authorizeProblemPage, pageLanguage } from './authorize-page';
import type { HubSpotContext } from './context';
import { scopeTexts } from './scopes';

type AuthorizeCall = {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly optionalScopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string | null;
};

/** The browser side of OAuth (app.hubspot.com): account chooser, consent, redirect with a code (facts sections 2.1, 2.2). */
export function createAuthorizeApp(context: HubSpotContext): Hono {
  const app = new Hono();

  const show = (c: Context, accounts: readonly AccountDefinition[]) => {
    const language = pageLanguage(c.req.header('accept-language'));
    const call = checkCall(context, (name) => c.req.query(name));
    if (typeof call === 'string' || accounts.length === 0) {
      const message = typeof call === 'string' ? call : 'You do not have access to this account.';
      return c.html(authorizeProblemPage(language, message), 400);
    }
    return c.html(
      authorizePage({
        language,
        appName: context.client.appName,
        accounts,
        scopes: call.scopes,
        optionalScopes: call.optionalScopes,
        hidden: c.req.query(),
      }),
    );
  };

  app.get('/oauth/authorize', (c) => show(c, context.accounts));
  app.get('/oauth/:account/authorize', (c) =>
    show(
      c,
      context.accounts.filter((account) => String(account.hubId) === c.req.param('account')),
    ),
  );

  app.post('/oauth/authorize', async (c) => {
    const form = await c.req.parseBody();
    const field = (name: string) => {
      const value = form[name];
      return typeof value === 'string' ? value : undefined;
    };
    const call = checkCall(context, field);
    const account = context.accounts.find((candidate) => String(candidate.hubId) === field('account'));
    const isAllowed = field('decision') === 'allow';
    if (typeof call === 'string' || (isAllowed && account === undefined)) {
      const message = typeof call === 'string' ? call : 'You do not have access to this account.';
      return c.html(authorizeProblemPage(pageLanguage(c.req.header('accept-language')), message), 400);
    }
    const missing = account === undefined ? [] : context.accountSettings.of(account).missingScopes;
    const refused = isAllowed ? call.scopes.find((scope) => missing.includes(scope)) : undefined;
    if (refused !== undefined) {
      const message = `This account does not have access to the scope ${refused}.`;
      return c.html(authorizeProblemPage(pageLanguage(c.req.header('accept-language')), message), 400);
    }
    const target = new URL(call.redirectUri);
    if (isAllowed && account !== undefined) {
      const code = context.grants.createCode({
        hubId: account.hubId,
        userId: account.users[0]?.userId ?? 0,
        // What the account does not have is left out without a word (facts section 2.1).
        scopes: [...new Set([...call.scopes, ...call.optionalScopes])].filter((scope) => !missing.includes(scope)),
        redirectUri: call.redirectUri,
        challenge: call.challenge,
      });
      target.searchParams.set('code', code);
    } else {
      target.searchParams.set('error', 'access_denied');
      target.searchParams.set('error_description', 'The user denied the request.');
    }
    if (call.state !== null) target.searchParams.set('state', call.state);
    return c.redirect(target.toString(), 302);
  });

  return app;
}

/** The call, or why it must not go on. A wrong client or redirect is never redirected anywhere. */
function checkCall(context: HubSpotContext, get: (name: string) => string | undefined): AuthorizeCall | string {
  const { client } = context;
  if (get('client_id') !== client.clientId) return 'The client_id is unknown.';
  const redirectUri = get('redirect_uri');
  if (redirectUri === undefined || redirectUri === '') return 'The redirect_uri is missing.';
  if (!client.redirectUris.includes(redirectUri))
    return `The redirect_uri ${redirectUri} is not registered for this app.`;
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  // Plain http is accepted for the host name localhost alone (facts section 2.2).
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost'))) {
    return `The redirect_uri ${redirectUri} must use https, or http on localhost.`;
  }
  const list = (name: string) => (get(name) ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
  const scopes = list('scope');
  const optionalScopes = list('optional_scope').filter((scope) => !scopes.includes(scope));
  if (scopes.length === 0) return 'The scope is missing.';
  const wrong = [...scopes, ...optionalScopes].find(
    (scope) => !scopeTexts.has(scope) || (client.scopes !== undefined && !client.scopes.includes(scope)),
  );
  if (wrong !== undefined) return `The scope ${wrong} is not declared by this app.`;
  const responseType = get('response_type');
  if (responseType !== undefined && responseType !== 'code') return `The response_type ${responseType} is not known.`;
  const challenge = get('code_challenge');
  if (challenge !== undefined && get('code_challenge_method') !== 'S256')
    return 'The code_challenge_method must be S256.';
  return { redirectUri, scopes, optionalScopes, state: get('state') ?? null, challenge: challenge ?? null };
}
