import type { Attention, Dashboard } from '../../shared/contract/sync-contract';
import type { Problem } from '../../shared/errors/error-code';

/** A new sign-in is the whole cure. */
const signedOutCodes: ReadonlySet<string> = new Set(['HUBSPOT_SIGNED_OUT', 'HUBSPOT_DISCONNECTED']);

/** What a person should look at, the worst first. An offline network is shown by itself and is none of it. */
export function findAttention(state: Omit<Dashboard, 'attention'>, storageNotice: Problem | null): Attention[] {
  const found: Attention[] = [];
  const add = (id: string, severity: Attention['severity'], problem: Problem, place: Attention['place']) =>
    found.push({ id, severity, problem, place });
  if (state.hubSpot?.health === 'attention' && state.hubSpot.problem !== null) {
    const isSignedOut = signedOutCodes.has(state.hubSpot.problem.code);
    add('hubSpot', 'error', state.hubSpot.problem, isSignedOut ? 'signIn' : 'settings');
  }
  for (const account of state.officialAccounts) {
    if (account.health === 'attention' && account.problem !== null) {
      add(`line/${account.id}`, 'error', account.problem, 'settings');
    }
    if (account.quotaLimit !== null && account.quotaUsed !== null && account.quotaUsed >= account.quotaLimit) {
      const params = { name: account.displayName, used: account.quotaUsed, limit: account.quotaLimit };
      add(`quota/${account.id}`, 'warning', { code: 'LINE_QUOTA_USED', params }, 'chats');
    }
  }
  if (state.relay.state === 'refused') {
    add('relay', 'error', { code: 'RELAY_REFUSED', params: {} }, 'settings');
  }
  if (state.lastRun?.status === 'failed' && state.lastRun.problem !== null) {
    add(`run/${state.lastRun.id}`, 'error', state.lastRun.problem, 'history');
  }
  if (state.lastRun?.status === 'completedWithProblems') {
    const params = { records: state.lastRun.failed };
    add(`run/${state.lastRun.id}`, 'warning', { code: 'HUBSPOT_REJECTED', params }, 'history');
  }
  if (state.queues.outgoingFailed > 0) {
    add('outbox', 'error', { code: 'LINE_REJECTED', params: { messages: state.queues.outgoingFailed } }, 'chats');
  }
  if (storageNotice !== null) add('storage', 'warning', storageNotice, 'settings');
  return found.sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}
