import type { Finding } from '../../shared/contract/accounts-contract';
import type { RelayHealthView } from '../../shared/model/account';
import { accountsPlace, finding, open } from './finding';
import type { Found, TroubleshootDeps } from './troubleshoot-deps';

/** A relay whose clock differs by more refuses fresh webhooks sooner or later; tokens suffer from more, too. */
const toleratedSkewMs = 30_000;
const fewBytes = 500 * 1024 * 1024;
const tooFewBytes = 100 * 1024 * 1024;
const manyBehind = 200;

/** The connection to the relay, and whether HubSpot's change events come through it. */
export function checkRelay(deps: TroubleshootDeps, relay: RelayHealthView, { account }: Found): Finding[] {
  const fix = { action: 'testRelay', target: '' } as const;
  if (relay.url === null) return [finding('relay', 'warning', 'relayNone', { fix: accountsPlace })];
  if (relay.state === 'refused' || relay.problem?.code === 'RELAY_REFUSED') {
    return [finding('relay', 'problem', 'relayRefused', { fix: accountsPlace })];
  }
  if (relay.state === 'offline' || relay.problem !== null)
    return [finding('relay', 'problem', 'relayOffline', { fix })];
  const behind = relay.behindBy ?? 0;
  return [
    behind > manyBehind
      ? finding('relay', 'warning', 'relayBehind', { params: { events: behind } })
      : finding('relay', 'ok', 'relayOk'),
    ...changeEvents(deps, account),
  ];
}

function changeEvents(deps: TroubleshootDeps, account: Found['account']): Finding[] {
  if (account === null) return [];
  const capability = account.capabilities.find(({ name }) => name === 'changeEvents');
  if (capability?.isAvailable === false) {
    return [finding('webhook', 'warning', 'eventsNotPossible', { fix: accountsPlace })];
  }
  const answer = deps.relay.lastAnswer();
  if (answer === null) return [];
  const portal = answer.portals.find(({ portalId }) => portalId === account.hubId);
  if (portal === undefined)
    return [finding('webhook', 'problem', 'eventsNotTaken', { params: { hubId: account.hubId } })];
  // the relay forgets when it starts anew: no event yet is no fault
  return [finding('webhook', 'ok', portal.lastEventAt === null ? 'eventsNoneYet' : 'eventsOk')];
}

/** This computer's clock against HubSpot's and the relay's. */
export async function checkClock(deps: TroubleshootDeps, relay: RelayHealthView, found: Found): Promise<Finding[]> {
  const findings: Finding[] = [];
  const askedAt = deps.clock.now();
  const theirs = found.isReachable
    ? await deps.hubSpot.api.serverTime({ lane: 'interactive' }).catch(() => null)
    : null;
  const seconds = (ms: number) => Math.round(Math.abs(ms) / 1_000);
  // HubSpot tells whole seconds, some time between the question and the answer
  const skewMs = theirs === null ? null : theirs + 500 - (askedAt + (deps.clock.now() - askedAt) / 2);
  if (skewMs !== null && Math.abs(skewMs) > toleratedSkewMs) {
    findings.push(finding('clock', 'problem', 'clockHere', { params: { seconds: seconds(skewMs) } }));
  }
  if (relay.clockSkewMs !== null && Math.abs(relay.clockSkewMs) > toleratedSkewMs) {
    findings.push(finding('clock', 'problem', 'clockRelay', { params: { seconds: seconds(relay.clockSkewMs) } }));
  }
  if (findings.length > 0) return findings;
  return [
    skewMs === null && relay.clockSkewMs === null
      ? finding('clock', 'unknown', 'clockUnknown')
      : finding('clock', 'ok', 'clockOk'),
  ];
}

/** Space for the database, and what happened to it at the start. */
export async function checkStorage(deps: TroubleshootDeps): Promise<Finding[]> {
  const findings: Finding[] = [];
  const free = await deps.freeBytes();
  const params = { megabytes: Math.round((free ?? 0) / 1024 / 1024) };
  if (free !== null && free < fewBytes) {
    findings.push(
      finding('storage', free < tooFewBytes ? 'problem' : 'warning', 'storageLow', {
        params,
        fix: open('/settings/data'),
      }),
    );
  }
  if (deps.storageNotice !== null) {
    findings.push(finding('storage', 'warning', 'storageRebuilt', { fix: { action: 'resync', target: 'full' } }));
  }
  if (findings.length > 0) return findings;
  return [
    free === null ? finding('storage', 'unknown', 'storageUnknown') : finding('storage', 'ok', 'storageOk', { params }),
  ];
}
