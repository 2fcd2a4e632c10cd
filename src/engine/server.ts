/** The engine without a window: `npm run engine`. Configured by environment variables, logs JSON lines to stdout. */
import { join } from 'node:path';
import {
  createEngine,
  createIds,
  createLogger,
  createRelayClient,
  type Engine,
  type Logger,
  realEndpoints,
  systemClock,
} from '.';
import { type HeadlessConfig, headlessConfigFrom } from './headless/headless-config';
import { createSecretFile } from './headless/secret-file';

const usage = `Lumo engine: contact sync, chats and schedules without a window.

  npm run engine            runs until it gets SIGINT or SIGTERM

Needed: LUMO_DATA_FOLDER, LUMO_HUBSPOT_CLIENT_ID, LUMO_HUBSPOT_CLIENT_SECRET.
Optional: LUMO_SECRETS_FILE (<data folder>/secrets.json, mode 0600), LUMO_RELAY_URL with LUMO_RELAY_DEVICE_TOKEN and LUMO_WORKSPACE_ID,
LUMO_LINE_ACCOUNTS ([{"channelId","channelSecret","sequenceNumber"}]), LUMO_PROPERTIES (first properties, comma between two),
LUMO_AGENT_NAME (Lumo server), LUMO_SYNC_INTERVAL_MINUTES (15, 0 = never), LUMO_REDIRECT_PORT (17820), LUMO_HUBSPOT_CALLS_PER_10_SECONDS (190),
LUMO_HUBSPOT_API_URL, LUMO_HUBSPOT_APP_URL, LUMO_LINE_API_URL, LUMO_LINE_DATA_URL
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const read = headlessConfigFrom(process.env);
  if ('mistakes' in read) {
    process.stderr.write(`The engine cannot start:\n${read.mistakes.map((mistake) => `  ${mistake}\n`).join('')}`);
    process.exitCode = 1;
    return;
  }
  const logger = createLogger((line) => process.stdout.write(`${line}\n`), Date.now);
  let engine: Engine;
  try {
    engine = build(read.config, logger);
  } catch (error) {
    process.stderr.write(`The engine cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return;
  }
  // Every timer of the engine lets the process end; this one says that it shall go on.
  const keepAlive = setInterval(() => undefined, 60_000);
  const stop = async (signal: string) => {
    clearInterval(keepAlive);
    logger.info('stopping', { signal });
    await engine.stop();
    logger.info('stopped');
  };
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      stop(signal).catch((error: unknown) => {
        logger.error('the engine did not stop cleanly', { error });
        process.exitCode = 1;
      });
    });
  }
  await engine.start();
  logger.info('engine started', { dataFolder: read.config.LUMO_DATA_FOLDER });
  await prepare(engine, read.config, logger);
}

function build(config: HeadlessConfig, logger: Logger): Engine {
  const secretsPath = config.LUMO_SECRETS_FILE ?? join(config.LUMO_DATA_FOLDER, 'secrets.json');
  const relayUrl = config.LUMO_RELAY_URL;
  const deviceToken = config.LUMO_RELAY_DEVICE_TOKEN;
  const relay =
    relayUrl === undefined || deviceToken === undefined
      ? null
      : createRelayClient({ url: relayUrl, workspaceId: config.LUMO_WORKSPACE_ID, deviceToken, logger });
  return createEngine({
    clock: systemClock,
    ids: createIds(Date.now),
    random: Math.random,
    logger,
    dataFolder: config.LUMO_DATA_FOLDER,
    secrets: createSecretFile(secretsPath),
    endpoints: {
      hubSpotApi: config.LUMO_HUBSPOT_API_URL ?? realEndpoints.hubSpotApi,
      hubSpotApp: config.LUMO_HUBSPOT_APP_URL ?? realEndpoints.hubSpotApp,
      lineApi: config.LUMO_LINE_API_URL ?? realEndpoints.lineApi,
      lineData: config.LUMO_LINE_DATA_URL ?? realEndpoints.lineData,
    },
    hubSpotApp: { clientId: config.LUMO_HUBSPOT_CLIENT_ID, clientSecret: config.LUMO_HUBSPOT_CLIENT_SECRET },
    redirectPort: config.LUMO_REDIRECT_PORT,
    relay,
    workspaceId: config.LUMO_WORKSPACE_ID,
    suggestedChannelSecrets: new Map(),
    openSignIn: async (url) => logger.info('sign in to HubSpot with a browser on this computer', { url }),
    mediaUrl: (fileName) => `file://${join(config.LUMO_DATA_FOLDER, 'media', fileName)}`,
    hubSpotLimits: { perTenSeconds: config.LUMO_HUBSPOT_CALLS_PER_10_SECONDS, searchesPerSecond: 4 },
    syncIntervalMinutes: () => config.LUMO_SYNC_INTERVAL_MINUTES,
    agentName: () => config.LUMO_AGENT_NAME,
    // nobody reads anything here
    hasReadReceipts: () => false,
    undoSeconds: () => 0,
    outgoingUrl: (fileName) => `file://${join(config.LUMO_DATA_FOLDER, 'outgoing', fileName)}`,
  });
}

/** Brings a new data folder to the point where the schedule carries it; one that is set up is left as it is. */
async function prepare(engine: Engine, config: HeadlessConfig, logger: Logger): Promise<void> {
  for (const account of config.LUMO_LINE_ACCOUNTS) {
    if (engine.setup.officialAccounts().some((held) => held.channelId === account.channelId)) continue;
    try {
      await engine.setup.connectLine(account);
    } catch (error) {
      logger.error('an Official Account could not be connected', { channelId: account.channelId, error });
    }
  }
  const setUp = async () => {
    if ((await engine.mapping.items(undefined)).length === 0 && config.LUMO_PROPERTIES.length > 0) {
      await engine.mapping.choices(undefined);
      await engine.setup.saveProperties({ names: config.LUMO_PROPERTIES });
    }
    const { lastRun, running } = await engine.dashboard.state(undefined);
    if (lastRun === null && running === null) await engine.setup.startFirstSync();
  };
  const fail = (error: unknown) => logger.error('the first sync could not be started', { error });
  if (engine.setup.hubSpotState().state === 'connected') {
    await setUp().catch(fail);
    return;
  }
  const unsubscribe = engine.subscribe(() => {
    const { state, problem } = engine.setup.hubSpotState();
    if (state === 'notConnected' && problem !== null) logger.error('HubSpot is not connected', { problem });
    if (state !== 'connected') return;
    unsubscribe();
    setUp().catch(fail);
  });
  await engine.setup.connectHubSpot();
}

void main();
