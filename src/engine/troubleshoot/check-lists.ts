import type { Finding } from '../../shared/contract/accounts-contract';
import type { HubSpotList } from '../../shared/model/crm';
import { accountsPlace, finding, syncPlace } from './finding';
import type { Found, TroubleshootDeps } from './troubleshoot-deps';

const refresh = { action: 'refreshLists', target: '' } as const;

/** "List data isn't displayed": may we read lists, is there one in HubSpot, is one chosen, were its members read. */
export async function checkLists(deps: TroubleshootDeps, { account, isReachable }: Found): Promise<Finding[]> {
  if (account === null) return [finding('lists', 'unknown', 'listsNotConnected', { fix: accountsPlace })];
  const capability = account.capabilities.find(({ name }) => name === 'lists');
  if (capability !== undefined && !capability.isAvailable) {
    const fix = account.connectionKind === 'oauth' ? ({ action: 'signIn', target: '' } as const) : accountsPlace;
    const params = { scope: capability.scope ?? 'crm.lists.read' };
    return [
      finding('lists', 'problem', capability.reason === 'plan' ? 'listsPlan' : 'listsNotAllowed', { params, fix }),
    ];
  }
  const held = deps.lists();
  const inHubSpot = isReachable ? await deps.hubSpot.api.listCount({ lane: 'interactive' }).catch(() => null) : null;
  if (inHubSpot === 0) {
    const target = `https://${account.uiDomain}/contacts/${account.hubId}/objectLists/all`;
    return [finding('lists', 'problem', 'listsNoneInHubSpot', { fix: { action: 'openHubSpot', target } })];
  }
  if (held.length === 0) {
    if (inHubSpot === null) return [finding('lists', 'unknown', 'listsUnknown', { fix: refresh })];
    return [finding('lists', 'problem', 'listsNeverRead', { params: { lists: inHubSpot }, fix: refresh })];
  }
  const found: Finding[] = [];
  if (inHubSpot !== null && inHubSpot > held.length) {
    const params = { lists: inHubSpot, here: held.length };
    found.push(finding('lists', 'warning', 'listsBehind', { params, fix: refresh }));
  }
  const synced = held.filter((list) => list.isSynced);
  if (synced.length === 0) {
    found.push(
      finding('lists', 'warning', 'listsNoneChosen', { params: { lists: held.length }, fix: syncPlace('lists') }),
    );
  }
  found.push(...synced.flatMap(checkOne));
  return found.length > 0 ? found : [finding('lists', 'ok', 'listsOk', { params: { lists: synced.length } })];
}

function checkOne(list: HubSpotList): Finding[] {
  const say = (state: Finding['state'], key: string, params: Finding['params'] = {}) => [
    finding('lists', state, key, { about: list.id, params: { name: list.name, ...params }, fix: syncPlace('lists') }),
  ];
  if (list.problem?.code === 'LIST_GONE') return say('problem', 'listGone');
  if (list.isInFlux) return say('warning', 'listInFlux');
  if (list.problem !== null) return say('problem', 'listFailed', { code: list.problem.code });
  if (list.membersAt === null) return say('problem', 'listNeverRead');
  if (list.isStale) return say('warning', 'listStale');
  if (list.size === 0) return say('warning', 'listEmpty');
  return [];
}
