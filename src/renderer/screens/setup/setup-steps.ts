import type { SetupState } from '../../../shared/contract/setup-contract';

/** The wizard's steps in their order. */
export const SETUP_STEPS = ['choose', 'hubSpot', 'line', 'properties'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** How far the connections allow to go: the step shown when the wizard is opened again. */
export function furthestStep(state: SetupState): SetupStep {
  if (state.mode === 'none') return 'choose';
  if (state.mode === 'sandbox' && state.sandbox.state !== 'ready') return 'choose';
  if (state.hubSpot.state !== 'connected') return 'hubSpot';
  if (state.officialAccounts.length === 0) return 'line';
  return 'properties';
}

/** The step to show: the wished one, but never further than the connections allow. */
export function shownStep(wished: SetupStep, state: SetupState): SetupStep {
  const furthest = furthestStep(state);
  return SETUP_STEPS.indexOf(wished) > SETUP_STEPS.indexOf(furthest) ? furthest : wished;
}
