import type { ServiceOf } from '../engine';
import type { SetupState } from '../shared/contract/setup-contract';
import { LumoError } from '../shared/errors/lumo-error';
import type { EngineHost } from './engine-host';
import type { ProfileStore } from './profile';

/** True once the wizard was finished in the current mode. */
export function isSetUp(profile: ProfileStore): boolean {
  const { mode, isSandboxSetUp, isOwnSetUp } = profile.read();
  return (mode === 'sandbox' && isSandboxSetUp) || (mode === 'own' && isOwnSetUp);
}

/** The wizard's procedures: choosing a mode is main's part, connecting accounts the engine's. */
export function createSetupService(host: EngineHost, profile: ProfileStore): ServiceOf<'setup'> {
  const state = (): SetupState => {
    const engine = host.engine();
    const connected = engine?.setup.officialAccounts() ?? [];
    return {
      mode: profile.read().mode,
      isSetUp: isSetUp(profile),
      ownConnection: host.ownConnection(),
      sandbox: host.sandboxState(),
      hubSpot: engine?.setup.hubSpotState() ?? {
        state: 'notConnected',
        authorizeUrl: null,
        account: null,
        problem: null,
      },
      officialAccounts: connected,
      suggestedOfficialAccounts: (host.trial()?.officialAccounts ?? [])
        .filter((offered) => !connected.some((account) => account.channelId === offered.channelId))
        .map(({ channelId, displayName, basicId }) => ({ channelId, displayName, basicId })),
    };
  };
  const engineSetup = () => {
    const engine = host.engine();
    if (engine === null) throw new LumoError('HUBSPOT_NOT_CONNECTED');
    return engine.setup;
  };
  return {
    state: async () => state(),
    startSandbox: async () => {
      await host.startSandbox();
      return state();
    },
    useOwnAccounts: async (connection) => {
      await host.useOwnAccounts(connection);
      return state();
    },
    connectHubSpot: async () => {
      await engineSetup().connectHubSpot();
      return state();
    },
    connectHubSpotToken: async ({ token }) => {
      await engineSetup().connectHubSpotToken(token);
      return state();
    },
    cancelHubSpot: async () => {
      engineSetup().cancelHubSpot();
      return state();
    },
    checkLine: (input) => engineSetup().checkLine(input),
    connectLine: (input) => engineSetup().connectLine(input),
    saveProperties: (input) => engineSetup().saveProperties(input),
    finish: async () => {
      await engineSetup().startFirstSync();
      const { mode } = profile.read();
      profile.write(mode === 'own' ? { isOwnSetUp: true } : { isSandboxSetUp: true });
      host.emit({ type: 'stale', topics: ['setup', 'dashboard'] });
    },
  };
}
