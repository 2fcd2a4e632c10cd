import type { SetupState } from '../../shared/contract/setup-contract';
import type { Problem } from '../../shared/errors/error-code';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { Capability, HubSpotAccount } from '../../shared/model/account';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Logger } from '../core/logger';
import type { HealthReport, HubSpotPort } from '../hubspot';
import type { HubSpotAccountRepository } from '../storage/hubspot-account-repository';
import { askedScopes } from './capabilities';
import { createHubSpotPermissions } from './hubspot-permissions';
import { beginSignIn, type SignIn, type SignInReturn } from './hubspot-sign-in';

interface HubSpotAccountsDeps {
  hubSpot: HubSpotPort;
  accounts: HubSpotAccountRepository;
  clock: Clock;
  logger: Logger;
  events: EventBus;
  /** Base address of the consent page. */
  appUrl: string;
  clientId: string;
  redirectPort: number;
  hasRelay: boolean;
  /** Awaited before a connection is kept: what a disconnect still has to erase goes first. */
  settled: () => Promise<void>;
  openSignIn: (url: string) => Promise<void>;
  /** Called after each sign-in: property definitions, the relay's registration. */
  onConnected: (account: HubSpotAccount) => Promise<void>;
}

const call = { lane: 'interactive' } as const;
const noteHealthEveryMs = 60_000;

/** The workspace's HubSpot account: sign-in, health, test. */
export function createHubSpotAccounts(deps: HubSpotAccountsDeps) {
  const { hubSpot, accounts, clock, events } = deps;
  let signIn: SignIn | null = null;
  let isOpening = false;
  let isConnecting = false;
  let problem: Problem | null = null;
  let looking: Promise<void> | null = null;
  /** Ends what was asked in the background when the engine stops. */
  const ending = new AbortController();
  let noted = { health: accounts.get()?.health ?? 'unknown', code: '', at: 0 };

  const permissions = createHubSpotPermissions({ hubSpot, accounts, hasRelay: deps.hasRelay });
  const changed = () => events.emit({ type: 'stale', topics: ['setup', 'accounts', 'dashboard'] });

  /** The account that is connected, if any. @throws LumoError HUBSPOT_WRONG_ACCOUNT when the data here belongs to another one */
  const accountFor = (hubId: string): HubSpotAccount | null => {
    const held = accounts.get();
    if (held !== null && held.hubId !== hubId) {
      throw new LumoError('HUBSPOT_WRONG_ACCOUNT', { expected: held.hubId, found: hubId, name: held.name });
    }
    return held;
  };

  /** Tries a static token and keeps it with its account (HubSpot facts, sections 1.4 and 2.6). */
  const takeToken = async (token: string): Promise<void> => {
    const details = await hubSpot.account.details(call, token);
    const hubId = String(details.portalId);
    accountFor(hubId);
    const found = await permissions.examine(token, call);
    await deps.settled();
    const held = accountFor(hubId);
    hubSpot.tokenStore.write({ kind: 'static', accessToken: token, hubId });
    accounts.save({
      hubId,
      // such a token tells neither the domain nor a person
      name: held?.name ?? hubId,
      uiDomain: details.uiDomain,
      timeZone: details.timeZone,
      accountType: details.accountType,
      userEmail: null,
      askedScopes: [],
      connectedAt: held?.connectedAt ?? clock.now(),
      clientId: null,
      ...found,
    });
    noted = { health: 'ok', code: '', at: clock.now() };
  };

  /** Trades the code, checks that the account is the one that the data belongs to, and keeps tokens and account. */
  const trade = async ({ code, redirectUri, verifier }: SignInReturn): Promise<void> => {
    isConnecting = true;
    changed();
    const answer = await hubSpot.tokens.exchangeCode(code, redirectUri, verifier);
    const identity = await hubSpot.account.introspect(answer.access_token, call);
    const hubId = String(answer.hub_id ?? identity.hub_id ?? '');
    await deps.settled();
    const held = accountFor(hubId);
    hubSpot.tokenStore.write({
      kind: 'oauth',
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresAt: clock.now() + answer.expires_in * 1_000,
      hubId,
      clientId: deps.clientId,
    });
    const details = await hubSpot.account.details(call);
    const scopes = answer.scopes ?? identity.scopes ?? [];
    accounts.save({
      hubId,
      name: identity.hub_domain ?? hubId,
      uiDomain: details.uiDomain,
      timeZone: details.timeZone,
      accountType: details.accountType,
      userEmail: identity.user ?? null,
      scopes,
      askedScopes,
      connectedAt: held?.connectedAt ?? clock.now(),
      clientId: deps.clientId,
      tokenKind: null,
      capabilities: permissions.ofSignIn(scopes),
    });
    noted = { health: 'ok', code: '', at: clock.now() };
    accounts.noteHealth('ok', null, noted.at);
  };

  const onEnd = (error: unknown): void => {
    signIn = null;
    isConnecting = false;
    const account = accounts.get();
    if (error === null && account !== null) {
      problem = null;
      deps.onConnected(account).then(changed, (failure: unknown) => {
        problem = toProblem(failure);
        deps.logger.warn('the HubSpot account could not be prepared', { failure });
        changed();
      });
    } else {
      const found = toProblem(error);
      const isCancelled = found.code === 'HUBSPOT_SIGN_IN_DENIED' && found.params.reason === 'cancelled';
      problem = isCancelled ? null : found;
    }
    changed();
  };

  /** What asking HubSpot now finds: token, account, scopes. Written down, never thrown. */
  const check = async (held: HubSpotAccount, isThorough: boolean): Promise<void> => {
    try {
      if (hubSpot.tokenStore.read() === null) throw new LumoError('HUBSPOT_SIGNED_OUT');
      const context = { ...call, signal: ending.signal };
      const details = await hubSpot.account.details(context);
      const found = String(details.portalId);
      if (found !== held.hubId) throw new LumoError('HUBSPOT_WRONG_ACCOUNT', { expected: held.hubId, found });
      const missing = await permissions.review(held, isThorough, context);
      if (missing.length > 0) throw new LumoError('HUBSPOT_SCOPE_MISSING', { scopes: missing.join(' ') });
      accounts.noteHealth('ok', null, clock.now());
    } catch (error) {
      if (ending.signal.aborted || accounts.get() === null) return;
      const found = toProblem(error);
      const health = found.code === 'HUBSPOT_UNREACHABLE' ? 'offline' : 'attention';
      accounts.noteHealth(health, found, clock.now());
    }
    changed();
  };

  const stateName = (): SetupState['hubSpot']['state'] => {
    if (isConnecting) return 'connecting';
    if (signIn !== null) return 'waitingForBrowser';
    return accounts.get() === null ? 'notConnected' : 'connected';
  };

  return {
    state(): SetupState['hubSpot'] {
      const account = accounts.get();
      return {
        state: stateName(),
        authorizeUrl: signIn?.authorizeUrl ?? null,
        account,
        problem: problem ?? account?.problem ?? null,
      };
    },
    account: (): HubSpotAccount | null => accounts.get(),
    /** True when there is an account and a token for it. */
    isConnected: (): boolean => accounts.get() !== null && hubSpot.tokenStore.read() !== null,
    /** Opens the sign-in, or shows the one that waits already again. @throws LumoError HUBSPOT_SIGN_IN_PORT_TAKEN */
    async connect(): Promise<void> {
      if (signIn !== null) {
        await deps.openSignIn(signIn.authorizeUrl).catch(() => undefined);
        return;
      }
      if (isOpening) return;
      isOpening = true;
      problem = null;
      try {
        signIn = await beginSignIn({
          clock,
          appUrl: deps.appUrl,
          clientId: deps.clientId,
          port: deps.redirectPort,
          openSignIn: deps.openSignIn,
          onReturn: trade,
          onEnd,
        });
      } catch (error) {
        problem = toProblem(error);
        throw error;
      } finally {
        isOpening = false;
        changed();
      }
    },
    cancel(): void {
      signIn?.cancel();
    },
    /**
     * Connects with a static token, or replaces the token of the connected account.
     * @throws LumoError HUBSPOT_TOKEN_REFUSED, HUBSPOT_WRONG_ACCOUNT, HUBSPOT_UNREACHABLE; then nothing has changed
     */
    async connectToken(token: string): Promise<void> {
      signIn?.cancel();
      isConnecting = true;
      changed();
      try {
        await takeToken(token);
      } catch (error) {
        isConnecting = false;
        changed();
        throw error;
      }
      onEnd(null);
    },
    /** Ends the connection on this computer: HubSpot is asked to drop the token, and the token goes. Never throws. */
    async signOut(): Promise<void> {
      signIn?.cancel();
      await hubSpot.tokens.revoke();
      hubSpot.tokenStore.clear();
      problem = null;
      changed();
    },
    hasScope: permissions.hasScope,
    lostCapabilities: (): Capability[] => accounts.lostCapabilities(),
    /** Asks HubSpot now: token, account, scopes. The finding is in the answer; only having no account is an error. */
    async test(): Promise<HubSpotAccount> {
      const held = accounts.get();
      if (held === null) throw new LumoError('HUBSPOT_NOT_CONNECTED');
      await check(held, true);
      return accounts.get() ?? held;
    },
    /** The same without a person asking, at the start and when the network went or came; several at a time are one. */
    look(): void {
      const held = accounts.get();
      if (held === null || looking !== null) return;
      looking = check(held, false).finally(() => {
        looking = null;
      });
    },
    /** What the last call said; written down when it differs, or once a minute. */
    noteHealth(report: HealthReport): void {
      const code = report.health === 'attention' ? report.error.code : '';
      const now = clock.now();
      const isNews = report.health !== noted.health || code !== noted.code;
      if (!isNews && now - noted.at < noteHealthEveryMs) return;
      const before = noted;
      noted = { health: report.health, code, at: now };
      accounts.noteHealth(report.health, report.health === 'attention' ? toProblem(report.error) : null, now);
      if (!isNews) return;
      changed();
      if ((before.health === 'offline') !== (report.health === 'offline')) {
        events.emit({ type: 'online', isOnline: report.health !== 'offline' });
      }
    },
    async stop(): Promise<void> {
      ending.abort(new Error('stopped'));
      signIn?.cancel();
      await looking;
    },
  };
}
export type HubSpotAccounts = ReturnType<typeof createHubSpotAccounts>;
