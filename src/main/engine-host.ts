import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Engine, EngineDeps, Logger, SecretStore } from '../engine';
import { type EngineEvent, staleTopicSchema } from '../shared/contract/events-contract';
import type { OwnConnection, SetupState } from '../shared/contract/setup-contract';
import type { Problem } from '../shared/errors/error-code';
import { LumoError, toProblem } from '../shared/errors/lumo-error';
import type { TrialReady } from '../shared/trial/trial-ready';
import { appOrigin } from './app-protocol';
import { dataFolderOf, type ProfileStore } from './profile';
import { scopedSecrets } from './secrets';
import type { SettingsStore } from './settings';
import { createSignInOpener } from './sign-in';
import { startTrial, type Trial } from './trial';

/**
 * HubSpot compares the redirect address exactly, so the port is fixed (HubSpot fact sheet 2.2); it lies below those that
 * systems give to outgoing connections. Another one, for an app that registered another, comes from `LUMO_REDIRECT_PORT`.
 */
const redirectPort = Number(process.env.LUMO_REDIRECT_PORT ?? 17820);
const redirectUri = `http://localhost:${redirectPort}/oauth/hubspot`;

const ownSecretNames = { clientSecret: 'own/hubspot-client-secret', deviceToken: 'own/relay-device-token' };

export interface EngineHost {
  /** The running engine, or null before a mode was chosen. */
  engine(): Engine | null;
  trial(): TrialReady | null;
  sandboxState(): { state: 'off' | 'starting' | 'ready' | 'failed'; problem: Problem | null };
  /** The remembered connection to own accounts, and whether its secrets are there; null in the sandbox. */
  ownConnection(): SetupState['ownConnection'];
  /** Folder of the running mode's database and stored files; null before a mode was chosen. */
  dataFolder(): string | null;
  /** Starts what the profile remembers. Never throws: a failure is shown by `sandboxState` or the engine's notice. */
  resume(): Promise<void>;
  startSandbox(): Promise<void>;
  useOwnAccounts(connection: OwnConnection): Promise<void>;
  leave(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when no change of mode is under way any more. Never rejects. */
  settled(): Promise<void>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  emit(event: EngineEvent): void;
}

/** Owns the one engine of the app and what it stands on: data folder, secrets, sandbox, relay. */
export function createEngineHost(options: {
  profile: ProfileStore;
  settings: SettingsStore;
  secrets: SecretStore;
  logger: Logger;
  removeFolder: (path: string) => Promise<void>;
}): EngineHost {
  const { profile, settings, secrets, logger } = options;
  const listeners = new Set<(event: EngineEvent) => void>();
  let engine: Engine | null = null;
  let trial: Trial | null = null;
  let sandbox: ReturnType<EngineHost['sandboxState']> = { state: 'off', problem: null };
  let isStopping = false;
  let queue: Promise<unknown> = Promise.resolve();

  const emit = (event: EngineEvent) => {
    for (const listener of listeners) listener(event);
  };
  /** One change of mode at a time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work, work);
    queue = next.catch(() => undefined);
    return next;
  };

  async function open(
    mode: 'sandbox' | 'own',
    build: (
      core: typeof import('../engine'),
    ) => Partial<EngineDeps> &
      Pick<EngineDeps, 'endpoints' | 'hubSpotApp' | 'relay' | 'workspaceId' | 'suggestedChannelSecrets'>,
  ) {
    const core = await import('../engine');
    const sandboxOrigin = trial === null ? null : trial.ready.endpoints.hubspotApp;
    const next = core.createEngine({
      clock: core.systemClock,
      ids: core.createIds(() => Date.now()),
      random: Math.random,
      logger,
      dataFolder: dataFolderOf(profile, mode),
      secrets: scopedSecrets(secrets, mode),
      redirectPort,
      openSignIn: createSignInOpener({ sandboxOrigin, redirectUri, logger }),
      mediaUrl: (fileName) => `${appOrigin}/media/${fileName}`,
      hubSpotLimits: { perTenSeconds: 190, searchesPerSecond: 4 },
      syncIntervalMinutes: () => settings.read().syncIntervalMinutes,
      agentName: () => settings.read().agentName.trim() || computerUser(),
      saveAgentName: (agentName) => void settings.save({ agentName }),
      hasReadReceipts: () => settings.read().hasReadReceipts,
      undoSeconds: () => settings.read().undoSeconds,
      outgoingUrl: (fileName) => `${appOrigin}/outgoing/${fileName}`,
      ...build(core),
    });
    next.subscribe(emit);
    engine = next;
    await next.start();
    profile.write({ mode });
    emit({ type: 'stale', topics: staleTopicSchema.options });
  }

  async function closeEngine() {
    const old = engine;
    engine = null;
    await old?.stop();
  }

  async function openSandbox() {
    sandbox = { state: 'starting', problem: null };
    emit({ type: 'stale', topics: ['setup'] });
    try {
      trial = await startTrial({ profileFolder: profile.folder, redirectPort, logger }, () => {
        if (isStopping || profile.read().mode !== 'sandbox') return;
        sandbox = { state: 'failed', problem: { code: 'SANDBOX_FAILED', params: { detail: 'it ended unexpectedly' } } };
        emit({ type: 'stale', topics: ['setup', 'dashboard'] });
      });
      const { ready } = trial;
      await open('sandbox', (core) => ({
        endpoints: {
          hubSpotApi: ready.endpoints.hubspotApi,
          hubSpotApp: ready.endpoints.hubspotApp,
          lineApi: ready.endpoints.lineApi,
          lineData: ready.endpoints.lineData,
        },
        hubSpotApp: ready.hubspotClient,
        workspaceId: ready.relay.workspaceId,
        relay: core.createRelayClient({ ...ready.relay, logger, now: Date.now, random: Math.random }),
        suggestedChannelSecrets: new Map(
          ready.officialAccounts.map((account) => [account.channelId, account.channelSecret]),
        ),
      }));
      sandbox = { state: 'ready', problem: null };
    } catch (error) {
      trial?.stop();
      trial = null;
      sandbox = { state: 'failed', problem: toProblem(error) };
      throw error;
    } finally {
      emit({ type: 'stale', topics: ['setup'] });
    }
  }

  async function openOwn(connection: OwnConnection) {
    await open('own', (core) => ({
      endpoints: core.realEndpoints,
      hubSpotApp: { clientId: connection.hubSpotClientId, clientSecret: connection.hubSpotClientSecret },
      workspaceId: connection.workspaceId,
      relay:
        connection.relayUrl === ''
          ? null
          : core.createRelayClient({
              url: connection.relayUrl,
              workspaceId: connection.workspaceId,
              deviceToken: connection.deviceToken,
              logger,
              now: Date.now,
              random: Math.random,
            }),
      suggestedChannelSecrets: new Map(),
    }));
  }

  return {
    engine: () => engine,
    trial: () => trial?.ready ?? null,
    sandboxState: () => sandbox,
    ownConnection: () => {
      const { mode, ownConnection } = profile.read();
      if (mode !== 'own' || ownConnection === null) return null;
      const isKnown = (value: string, name: string) => value === '' || secrets.get(name) !== null;
      const areSecretsKnown =
        isKnown(ownConnection.hubSpotClientId, ownSecretNames.clientSecret) &&
        isKnown(ownConnection.relayUrl, ownSecretNames.deviceToken);
      return { ...ownConnection, areSecretsKnown };
    },
    dataFolder: () => {
      const { mode } = profile.read();
      return mode === 'none' ? null : dataFolderOf(profile, mode);
    },
    resume: () =>
      inTurn(async () => {
        const { mode, ownConnection } = profile.read();
        try {
          if (mode === 'sandbox') await openSandbox();
          const clientSecret = secrets.get(ownSecretNames.clientSecret);
          const deviceToken = secrets.get(ownSecretNames.deviceToken);
          if (mode === 'own' && ownConnection !== null) {
            await openOwn({
              ...ownConnection,
              hubSpotClientSecret: clientSecret ?? '',
              deviceToken: deviceToken ?? '',
            });
          }
        } catch (error) {
          logger.error('the engine did not start', { error });
        }
      }),
    startSandbox: () =>
      inTurn(async () => {
        if (engine !== null && sandbox.state === 'ready') return;
        await closeEngine();
        await openSandbox();
      }),
    useOwnAccounts: (connection) =>
      inTurn(async () => {
        await closeEngine();
        secrets.set(ownSecretNames.clientSecret, connection.hubSpotClientSecret);
        secrets.set(ownSecretNames.deviceToken, connection.deviceToken);
        const { hubSpotClientId, relayUrl, workspaceId } = connection;
        profile.write({ ownConnection: { hubSpotClientId, relayUrl, workspaceId } });
        await openOwn(connection);
      }),
    leave: () =>
      inTurn(async () => {
        const { mode } = profile.read();
        if (mode === 'own' && profile.read().isOwnSetUp) throw new LumoError('INPUT_INVALID', { field: 'mode' });
        await closeEngine();
        trial?.stop();
        trial = null;
        sandbox = { state: 'off', problem: null };
        profile.write({ mode: 'none', isSandboxSetUp: false, ownConnection: null });
        for (const name of Object.values(ownSecretNames)) secrets.delete(name);
        if (mode === 'sandbox') await options.removeFolder(join(profile.folder, 'trial'));
        if (mode !== 'none') await options.removeFolder(dataFolderOf(profile, mode));
        emit({ type: 'stale', topics: staleTopicSchema.options });
      }),
    stop: async () => {
      isStopping = true;
      await inTurn(closeEngine);
      trial?.stop();
    },
    settled: async () => {
      await queue;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit,
  };
}

/** Who is signed in at this computer; empty where that cannot be told. */
function computerUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
