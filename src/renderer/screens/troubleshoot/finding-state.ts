import type { Finding } from '../../../shared/contract/accounts-contract';
import type { StatusTone } from '../../components/StatusMark';

/** Shape and colour of a finding. */
export const STATE_TONE: Readonly<Record<Finding['state'], StatusTone>> = {
  ok: 'ok',
  unknown: 'neutral',
  warning: 'warning',
  problem: 'error',
};

const RANK: readonly Finding['state'][] = ['ok', 'unknown', 'warning', 'problem'];

/** The state of several findings together: that of the worst one; `ok` when there is none. */
export function worstState(findings: readonly Pick<Finding, 'state'>[]): Finding['state'] {
  return RANK[Math.max(0, ...findings.map(({ state }) => RANK.indexOf(state)))] ?? 'ok';
}
