import { describe, expect, it } from 'vitest';
import { furthestStep, shownStep } from '../../../src/renderer/screens/setup/setup-steps';
import { type SetupState, setupStateSchema } from '../../../src/shared/contract/setup-contract';

const NOTHING: SetupState = {
  mode: 'none',
  isSetUp: false,
  sandbox: { state: 'off', problem: null },
  hubSpot: { state: 'notConnected', authorizeUrl: null, account: null, problem: null },
  officialAccounts: [],
  suggestedOfficialAccounts: [],
  ownConnection: null,
};
const SANDBOX: SetupState = { ...NOTHING, mode: 'sandbox', sandbox: { state: 'ready', problem: null } };
const SIGNED_IN: SetupState = { ...SANDBOX, hubSpot: { ...SANDBOX.hubSpot, state: 'connected' } };
const WITH_LINE: SetupState = {
  ...SIGNED_IN,
  officialAccounts: setupStateSchema.shape.officialAccounts.parse([
    {
      id: 'U1',
      channelId: '2000000001',
      basicId: '@one',
      displayName: 'One',
      pictureUrl: null,
      sequenceNumber: 1,
      connectedAt: 1,
      health: 'ok',
      checkedAt: null,
      problem: null,
      webhookUrl: null,
      isWebhookActive: null,
      webhookTestedAt: null,
      webhookTestReason: null,
      lastEventAt: null,
      quotaLimit: null,
      quotaUsed: null,
      quotaAt: null,
      friendCount: 0,
      createsContactsOnFollow: false,
      createsContactsOnMessage: false,
      syncsGroups: false,
      syncIntervalMinutes: null,
    },
  ]),
};

describe('wizard', () => {
  it('opens again at the step that the connections have reached', () => {
    expect(furthestStep(NOTHING)).toBe('choose');
    expect(furthestStep({ ...SANDBOX, sandbox: { state: 'starting', problem: null } })).toBe('choose');
    expect(furthestStep(SANDBOX)).toBe('hubSpot');
    expect(furthestStep({ ...NOTHING, mode: 'own' })).toBe('hubSpot');
    expect(furthestStep(SIGNED_IN)).toBe('line');
    expect(furthestStep(WITH_LINE)).toBe('properties');
  });

  it('lets a person go back but never further than the connections allow', () => {
    expect(shownStep('hubSpot', WITH_LINE)).toBe('hubSpot');
    expect(shownStep('properties', SIGNED_IN)).toBe('line');
    expect(shownStep('line', NOTHING)).toBe('choose');
  });
});
