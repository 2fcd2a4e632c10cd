import type { Capability, HubSpotAccount } from '../../shared/model/account';
import type { CallContext, HubSpotPort } from '../hubspot';
import type { HubSpotAccountRepository, StaticTokenKind } from '../storage/hubspot-account-repository';
import { allowsScope, askedScopes, capabilitiesOf, missingRequired, probeAll } from './capabilities';

interface PermissionsDeps {
  hubSpot: HubSpotPort;
  accounts: HubSpotAccountRepository;
  hasRelay: boolean;
}

/** What the connection to HubSpot may do: read off the scopes of a sign-in or an app's token, or tried out. */
export function createHubSpotPermissions({ hubSpot, accounts, hasRelay }: PermissionsDeps) {
  /** What a static token is: an app's, whose scopes HubSpot tells, or a service key, which is tried out. */
  const examine = async (token: string | undefined, context: CallContext) => {
    const held = hubSpot.tokenStore.read();
    const info = await hubSpot.account.staticTokenInfo(token ?? held?.accessToken ?? '', context);
    const tokenKind: StaticTokenKind = info === null ? 'serviceKey' : 'app';
    const probed = await probeAll(hubSpot.account, context, token);
    const scopes = info?.scopes ?? [];
    return { tokenKind, scopes, capabilities: capabilitiesOf({ tokenKind, scopes, asked: [], probed, hasRelay }) };
  };

  /**
   * Writes down what the connection may do; answers scopes without which nothing works and that it does not have.
   * `isThorough` = HubSpot is asked; else only what is known is put together anew.
   */
  const review = async (held: HubSpotAccount, isThorough: boolean, context: CallContext): Promise<string[]> => {
    const tokens = hubSpot.tokenStore.read();
    if (tokens?.kind === 'static') {
      const kind = accounts.tokenKind();
      if (!isThorough) return missingRequired(held.capabilities, kind === 'serviceKey' ? null : held.scopes);
      const found = await examine(undefined, context);
      accounts.saveScopes(found.scopes);
      accounts.saveCapabilities(found.capabilities);
      return missingRequired(found.capabilities, found.tokenKind === 'serviceKey' ? null : found.scopes);
    }
    const told = isThorough ? await hubSpot.account.introspect(tokens?.accessToken ?? '', context) : null;
    const scopes = told?.active === true && told.scopes !== undefined ? told.scopes : held.scopes;
    accounts.saveScopes(scopes);
    const asked = accounts.askedScopes();
    accounts.saveCapabilities(capabilitiesOf({ tokenKind: null, scopes, asked, probed: null, hasRelay }));
    return missingRequired([], scopes);
  };

  return {
    examine,
    review,
    /** What a sign-in allows that was given these scopes. */
    ofSignIn: (scopes: readonly string[]): Capability[] =>
      capabilitiesOf({ tokenKind: null, scopes, asked: askedScopes, probed: null, hasRelay }),
    /** Whether what needs this scope may be asked for. */
    hasScope(scope: string): boolean {
      const account = accounts.get();
      return account !== null && allowsScope(account, accounts.tokenKind(), scope);
    },
  };
}
