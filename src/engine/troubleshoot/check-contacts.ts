import type { Finding } from '../../shared/contract/accounts-contract';
import { accountsPlace, finding, open, resync, syncPlace } from './finding';
import type { Found, TroubleshootDeps } from './troubleshoot-deps';

/** HubSpot's search lags behind and counts what was made seconds ago or not: a few contacts more or less mean nothing. */
const toleratedShare = 0.01;
const toleratedContacts = 5;

/** "Contact data isn't syncing": are there contacts in HubSpot, was everything read, is anything left out or waiting. */
export async function checkContacts(deps: TroubleshootDeps, { account, isReachable }: Found): Promise<Finding[]> {
  if (account === null) return [finding('contacts', 'unknown', 'contactsNotConnected', { fix: accountsPlace })];
  const found: Finding[] = [];
  const { lastFullRun, lastRun, running } = deps.sync.state();
  const { excluded, failing, pendingWrites } = deps.sync.counts();
  const here = deps.sync.contacts();
  if (deps.sync.isHeld()) found.push(finding('contacts', 'problem', 'contactsHeld', { fix: accountsPlace }));
  if (isReachable) found.push(...(await compareCounts(deps, here, running !== null)));
  if (running !== null) found.push(finding('contacts', 'ok', 'contactsRunning'));
  else if (lastFullRun === null) found.push(finding('contacts', 'problem', 'contactsNeverRead', { fix: resync }));
  if (running === null && lastRun?.status === 'failed') {
    const params = { code: lastRun.problem?.code ?? '' };
    found.push(
      finding('contacts', 'problem', 'contactsLastRunFailed', { params, fix: open(`/history/${lastRun.id}`) }),
    );
  }
  if (running === null && lastRun?.status === 'cancelled') {
    found.push(finding('contacts', 'warning', 'contactsLastRunCancelled', { fix: resync }));
  }
  if (failing > 0) {
    found.push(
      finding('contacts', 'warning', 'contactsFailing', { params: { records: failing }, fix: syncPlace('problems') }),
    );
  }
  if (excluded > 0) {
    found.push(
      finding('contacts', 'warning', 'contactsExcluded', { params: { records: excluded }, fix: syncPlace('problems') }),
    );
  }
  if (pendingWrites > 0 && running === null) {
    const fix = { action: 'resync', target: 'incremental' } as const;
    found.push(finding('contacts', 'warning', 'contactsPending', { params: { writes: pendingWrites }, fix }));
  }
  if (deps.sync.intervalMinutes() === 0) {
    found.push(finding('contacts', 'warning', 'contactsScheduleOff', { fix: open('/settings/sync') }));
  }
  if (found.every(({ state }) => state === 'ok')) {
    found.push(finding('contacts', 'ok', 'contactsOk', { params: { here } }));
  }
  return found;
}

async function compareCounts(deps: TroubleshootDeps, here: number, isRunning: boolean): Promise<Finding[]> {
  const inHubSpot = await deps.hubSpot.api.contactCount({ lane: 'interactive' }).catch(() => null);
  if (inHubSpot === null) return [];
  const account = deps.hubSpot.account();
  if (inHubSpot === 0) {
    const fix =
      account === null
        ? null
        : ({
            action: 'openHubSpot',
            target: `https://${account.uiDomain}/contacts/${account.hubId}/objects/0-1`,
          } as const);
    return [finding('contacts', 'problem', 'contactsNoneInHubSpot', { fix })];
  }
  const difference = Math.abs(inHubSpot - here);
  const isClose = difference <= Math.max(toleratedContacts, inHubSpot * toleratedShare);
  if (isClose || isRunning) return [];
  return [
    finding('contacts', here < inHubSpot ? 'problem' : 'warning', 'contactsDiffer', {
      params: { here, inHubSpot },
      fix: resync,
    }),
  ];
}
