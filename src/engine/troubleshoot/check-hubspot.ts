import type { Finding } from '../../shared/contract/accounts-contract';
import type { Capability, HubSpotAccount } from '../../shared/model/account';
import { accountsPlace, finding } from './finding';
import type { Found, TroubleshootDeps } from './troubleshoot-deps';

type Fix = NonNullable<Finding['fix']>;

/** Capabilities that an account can do without; what is missing of the others is a problem of the connection itself. */
const optional: ReadonlySet<Capability['name']> = new Set(['companiesWrite', 'lists', 'deals', 'tickets', 'owners']);

/** Token, account, permissions and limits of the HubSpot connection. */
export async function checkHubSpot(deps: TroubleshootDeps, found: Found): Promise<Finding[]> {
  const { account } = found;
  if (account === null) return [finding('hubSpot', 'problem', 'hubSpotNotConnected', { fix: accountsPlace })];
  const again = againOf(account);
  return [connection(account, again), ...missing(account, again), ...(await limits(deps))];
}

/** How a person brings the connection in order: a new sign-in, or another token. */
const againOf = (account: HubSpotAccount): Fix =>
  account.connectionKind === 'oauth' ? { action: 'signIn', target: '' } : accountsPlace;

function connection(account: HubSpotAccount, again: Fix): Finding {
  const params = { name: account.name };
  const { problem } = account;
  if (problem === null) return finding('hubSpot', 'ok', 'hubSpotOk', { params });
  const code = problem.code;
  if (code === 'HUBSPOT_UNREACHABLE') {
    return finding('hubSpot', 'problem', 'hubSpotUnreachable', { fix: { action: 'testHubSpot', target: '' } });
  }
  if (code === 'HUBSPOT_SIGNED_OUT' || code === 'HUBSPOT_DISCONNECTED' || code === 'HUBSPOT_NOT_CONNECTED') {
    return finding('hubSpot', 'problem', 'hubSpotSignedOut', { params, fix: again });
  }
  if (code === 'HUBSPOT_TOKEN_REFUSED') {
    return finding('hubSpot', 'problem', 'hubSpotTokenRefused', { params, fix: accountsPlace });
  }
  if (code === 'HUBSPOT_SCOPE_MISSING') {
    const scopes = String(problem.params.scopes ?? '');
    return finding('hubSpot', 'problem', 'hubSpotScopesMissing', { params: { scopes }, fix: again });
  }
  if (code === 'HUBSPOT_WRONG_ACCOUNT') {
    return finding('hubSpot', 'problem', 'hubSpotWrongAccount', { params, fix: again });
  }
  return finding('hubSpot', 'problem', 'hubSpotFailed', {
    params: { code },
    fix: { action: 'testHubSpot', target: '' },
  });
}

function missing(account: HubSpotAccount, again: Fix): Finding[] {
  const lacking = account.capabilities.filter((capability) => !capability.isAvailable && optional.has(capability.name));
  const scopes = lacking.flatMap((capability) =>
    capability.reason === 'scope' ? [capability.scope ?? capability.name] : [],
  );
  const plans = lacking.flatMap((capability) => (capability.reason === 'plan' ? [capability.name] : []));
  return [
    ...(scopes.length === 0
      ? []
      : [
          finding('hubSpot', 'warning', 'hubSpotOptionalMissing', {
            params: { scopes: scopes.join(', ') },
            fix: again,
          }),
        ]),
    ...(plans.length === 0
      ? []
      : [finding('hubSpot', 'warning', 'hubSpotPlanMissing', { params: { names: plans.join(', ') } })]),
  ];
}

async function limits(deps: TroubleshootDeps): Promise<Finding[]> {
  const found: Finding[] = [];
  const { waitingFor } = deps.sync.state().running ?? { waitingFor: null };
  if (waitingFor !== null && waitingFor.reason !== 'network') {
    const seconds = Math.max(1, Math.round((waitingFor.until - deps.clock.now()) / 1_000));
    found.push(finding('hubSpot', 'warning', 'hubSpotWaiting', { params: { seconds } }));
  }
  const usage = await deps.hubSpot.usage().catch(() => null);
  const daily = usage?.daily ?? null;
  if (daily !== null && daily.used >= daily.limit * 0.9) {
    const state = daily.used >= daily.limit ? 'problem' : 'warning';
    const params = { used: daily.used, limit: daily.limit };
    found.push(finding('hubSpot', state, 'hubSpotDailyLimit', { params }));
  }
  return found;
}
