import type { Finding } from '../../shared/contract/accounts-contract';
import type { OfficialAccount } from '../../shared/model/account';
import { accountsPlace, finding } from './finding';

/** Codes of a problem that is the webhook's and not the account's. */
const webhookCodes: ReadonlySet<string> = new Set([
  'LINE_WEBHOOK_FAILED',
  'RELAY_UNREACHABLE',
  'RELAY_REFUSED',
  'RELAY_NEEDED',
]);

/** Channel, quota and webhook endpoint of each Official Account, as LINE answered just now. */
export function checkLine(accounts: readonly OfficialAccount[], hasRelay: boolean): Finding[] {
  if (accounts.length === 0) return [finding('line', 'problem', 'lineNone', { fix: accountsPlace })];
  return accounts.flatMap((account) => [...channel(account), webhook(account, hasRelay)]);
}

function channel(account: OfficialAccount): Finding[] {
  const about = { about: account.id, params: { name: account.displayName } };
  const test = { action: 'testLine', target: account.id } as const;
  const found: Finding[] = [];
  const code = account.problem?.code ?? null;
  if (code === null || webhookCodes.has(code)) found.push(finding('line', 'ok', 'lineOk', about));
  else if (code === 'SECRETS_UNAVAILABLE')
    found.push(finding('line', 'problem', 'lineSecretUnknown', { ...about, fix: accountsPlace }));
  else if (code === 'LINE_CHANNEL_REFUSED')
    found.push(finding('line', 'problem', 'lineRefused', { ...about, fix: accountsPlace }));
  else if (code === 'LINE_UNREACHABLE')
    found.push(finding('line', 'problem', 'lineUnreachable', { ...about, fix: test }));
  else
    found.push(
      finding('line', 'problem', 'lineFailed', { ...about, params: { name: account.displayName, code }, fix: test }),
    );
  const { quotaLimit: limit, quotaUsed: used } = account;
  if (limit !== null && used !== null && used >= limit) {
    found.push(
      finding('line', 'warning', 'lineQuotaUsed', {
        about: account.id,
        params: { name: account.displayName, used, limit },
      }),
    );
  }
  return found;
}

function webhook(account: OfficialAccount, hasRelay: boolean): Finding {
  const reason = account.problem?.code === 'LINE_WEBHOOK_FAILED' ? String(account.problem.params.reason ?? '') : null;
  const about = { about: account.id, params: { name: account.displayName, reason: reason ?? '' } };
  const fix = { action: 'testLine', target: account.id } as const;
  if (!hasRelay) return finding('webhook', 'problem', 'webhookNoRelay', about);
  if (reason === 'SWITCHED_OFF') return finding('webhook', 'problem', 'webhookSwitchedOff', { ...about, fix });
  if (reason === 'ENDPOINT_REFUSED') return finding('webhook', 'problem', 'webhookRefused', { ...about, fix });
  if (reason !== null) return finding('webhook', 'problem', 'webhookFailed', { ...about, fix });
  const wasAsked = account.problem === null && account.webhookTestedAt !== null;
  if (!wasAsked) return finding('webhook', 'unknown', 'webhookUnknown', { ...about, fix });
  return finding('webhook', 'ok', 'webhookOk', about);
}
