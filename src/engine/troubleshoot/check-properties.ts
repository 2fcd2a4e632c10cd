import type { Finding } from '../../shared/contract/accounts-contract';
import type { SyncItem } from '../../shared/model/sync';
import { accountsPlace, finding, inParallel, resync, syncPlace } from './finding';
import type { Found, TroubleshootDeps } from './troubleshoot-deps';

/** Each one costs a search: the added items that nobody has a value of here, as far as that many. */
const mostSearches = 8;

/** "An added property isn't reflected": the state of each item, and where it is empty here whether HubSpot has values. */
export async function checkProperties(deps: TroubleshootDeps, { account, isReachable }: Found): Promise<Finding[]> {
  if (account === null) return [finding('property', 'unknown', 'propertyNotConnected', { fix: accountsPlace })];
  const items = (await deps.sync.items()).filter(
    (item) => item.officialAccountId === null && item.lockReason !== 'line',
  );
  if (items.length === 0) return [finding('property', 'problem', 'propertyNone', { fix: syncPlace('contact') })];
  const found = items.flatMap((item) => stateOf(item) ?? []);
  const spoken = new Set(found.map(({ params }) => params.name));
  const empty = items.filter((item) => item.filledCount === 0 && !spoken.has(item.propertyName)).slice(0, mostSearches);
  const looked = isReachable ? await inParallel(empty, 2, (item) => lookInHubSpot(deps, item)) : [];
  found.push(...looked.flat());
  return found.length > 0 ? found : [finding('property', 'ok', 'propertiesOk', { params: { items: items.length } })];
}

const say = (
  item: SyncItem,
  state: Finding['state'],
  key: string,
  more: Finding['params'],
  fix: Finding['fix'],
): Finding =>
  finding('property', state, key, {
    about: item.propertyName,
    params: { label: item.label, name: item.propertyName, ...more },
    fix,
  });

function stateOf(item: SyncItem): Finding | null {
  const place = syncPlace('contact');
  switch (item.status) {
    case 'missing':
      return say(item, 'problem', 'propertyMissing', {}, place);
    case 'typeChanged':
      return say(item, 'problem', 'propertyTypeChanged', {}, place);
    case 'paused':
      return say(item, 'warning', 'propertyPaused', {}, place);
    case 'detached':
      return say(item, 'warning', 'propertyDetached', {}, place);
    default:
  }
  if (item.errorCount > 0) {
    return say(item, 'problem', 'propertyRefused', { records: item.errorCount }, syncPlace('problems'));
  }
  if (item.lastSyncedAt === null) return say(item, 'problem', 'propertyNeverRead', {}, resync);
  return null;
}

async function lookInHubSpot(deps: TroubleshootDeps, item: SyncItem): Promise<Finding[]> {
  const inHubSpot = await deps.hubSpot.api.contactCount({ lane: 'interactive' }, item.propertyName).catch(() => null);
  if (inHubSpot === null) return [];
  if (inHubSpot === 0) return [say(item, 'warning', 'propertyEmptyInHubSpot', {}, null)];
  return [say(item, 'problem', 'propertyBehind', { inHubSpot }, resync)];
}
