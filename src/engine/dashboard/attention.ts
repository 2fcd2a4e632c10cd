import type { Attention, Dashboard } from '../../shared/contract/sync-contract';
import type { Problem } from '../../shared/errors/error-code';
import type { Capability } from '../../shared/model/account';

/** A new sign-in is the whole cure. */
const signedOutCodes: ReadonlySet<string> = new Set(['HUBSPOT_SIGNED_OUT', 'HUBSPOT_DISCONNECTED']);

/** Situations that no other part of the dashboard tells. */
export interface Situations {
  storageNotice: Problem | null;
  /** The disconnect under way. */
  disconnect: { name: string; done: number; total: number } | null;
  /** What the HubSpot connection allowed before and does not any more. */
  lostCapabilities: readonly Capability[];
  lists: { count: number; problem: Problem } | null;
  groups: { count: number; problem: Problem } | null;
}

/** What a person should look at, the worst first. An offline network is shown by itself and is none of it. */
export function findAttention(state: Omit<Dashboard, 'attention'>, situations: Situations): Attention[] {
  const { disconnect, groups, lists, lostCapabilities, storageNotice } = situations;
  const found: Attention[] = [];
  const add = (id: string, severity: Attention['severity'], problem: Problem, place: Attention['place']) =>
    found.push({ id, severity, problem, place });
  if (state.hubSpot?.health === 'attention' && state.hubSpot.problem !== null) {
    const isSignedOut = signedOutCodes.has(state.hubSpot.problem.code);
    add('hubSpot', 'error', state.hubSpot.problem, isSignedOut ? 'signIn' : 'settings');
  }
  if (disconnect !== null) {
    const { name, done, total } = disconnect;
    add('disconnect', 'warning', { code: 'DISCONNECT_RUNNING', params: { name, done, total } }, 'dashboard');
  }
  for (const lost of lostCapabilities) {
    const code = lost.reason === 'plan' ? 'HUBSPOT_PLAN_MISSING' : 'HUBSPOT_SCOPE_MISSING';
    if (lost.reason === 'relay') continue;
    const params = { capability: lost.name, scopes: lost.scope ?? '' };
    add(`capability/${lost.name}`, 'warning', { code, params }, 'settings');
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
  if (state.sync.failing > 0) {
    add('problems', 'warning', { code: 'HUBSPOT_REJECTED', params: { records: state.sync.failing } }, 'problems');
  } else if (state.lastRun?.status === 'completedWithProblems') {
    const params = { records: state.lastRun.failed };
    add(`run/${state.lastRun.id}`, 'warning', { code: 'HUBSPOT_REJECTED', params }, 'history');
  }
  for (const [id, found] of [['lists', lists] as const, ['groups', groups] as const]) {
    if (found === null) continue;
    const params = { ...found.problem.params, records: found.count };
    add(id, 'warning', { code: found.problem.code, params }, id);
  }
  if (state.queues.outgoingFailed > 0) {
    add('outbox', 'error', { code: 'LINE_REJECTED', params: { messages: state.queues.outgoingFailed } }, 'chats');
  }
  if (storageNotice !== null) add('storage', 'warning', storageNotice, 'settings');
  return found.sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}
