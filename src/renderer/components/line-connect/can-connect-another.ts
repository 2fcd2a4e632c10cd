import type { SetupState } from '../../../shared/contract/setup-contract';

/** The sandbox has the accounts that it offers; of one's own there can always be another, up to thirty. */
export function canConnectAnother(state: SetupState): boolean {
  return state.mode === 'sandbox' ? state.suggestedOfficialAccounts.length > 0 : state.officialAccounts.length < 30;
}
