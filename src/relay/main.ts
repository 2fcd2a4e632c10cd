/** The relay as a process of its own: `npm run relay`. Configured by environment variables, logs JSON lines to stdout. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { relayConfigFrom } from './config';
import { openStores } from './open-stores';
import { jsonLineLogger } from './relay-logger';
import { type RelayOptions, startRelay } from './server';
import { loadOrMakeKey, SecretCipher } from './workspaces/secret-cipher';

const USAGE = `Lumo relay: receives the webhooks of LINE and HubSpot and keeps them until a console takes them.

  npm run relay                                     starts the relay
  npm run relay -- create-workspace [--id ID] [--device NAME]
                                                    makes a workspace (or uses ID) and prints a device token for one console

Environment: RELAY_DATA_FOLDER (relay-data), RELAY_PORT (8787), RELAY_HOST (127.0.0.1), RELAY_PUBLIC_URL (https://relay.example.com),
RELAY_HUBSPOT_CLIENT_SECRETS (comma between two while rotating), RELAY_ENCRYPTION_KEY (32 bytes, base64; else a key file is made),
RELAY_TRUSTED_PROXY_HOPS (0), RELAY_RETENTION_DAYS (45),
RELAY_DATABASE_URL (postgresql://... for several nodes; else everything lies in the data folder), RELAY_MAX_FILE_MB (200),
RELAY_FILES_MB_PER_WORKSPACE (2000),
RELAY_LINE_ACCOUNT_LINK_URL (LINE's own dialog; only for a stand-in)
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { id: { type: 'string' }, device: { type: 'string' }, help: { type: 'boolean' } },
  });
  const command = positionals[0] ?? 'serve';
  if (values.help === true || !['serve', 'create-workspace'].includes(command)) {
    process.stdout.write(USAGE);
    process.exitCode = values.help === true ? 0 : 1;
    return;
  }
  const config = relayConfigFrom(process.env);
  if ('mistakes' in config) {
    process.stderr.write(`The relay cannot start:\n${config.mistakes.map((mistake) => `  ${mistake}\n`).join('')}`);
    process.exitCode = 1;
    return;
  }
  if (command === 'create-workspace') {
    await createWorkspace(config.options, values);
    return;
  }
  await serve(config.options);
}

/** Works beside a running relay: several processes may open its stores. */
async function createWorkspace(
  options: RelayOptions,
  values: { id?: string | undefined; device?: string | undefined },
): Promise<void> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const cipher = new SecretCipher(options.encryptionKey ?? loadOrMakeKey(options.dataFolder));
  const stores = await openStores({
    dataFolder: options.dataFolder,
    cipher,
    now: Date.now,
    fileLimits: { maxFileBytes: 0, maxWorkspaceBytes: 0, minFreeBytes: 0 },
    onTrouble: () => undefined,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
  const { workspaceId, deviceToken } = await stores.devices.create({
    ifTaken: 'replace',
    ...(values.id === undefined ? {} : { workspaceId: values.id }),
    ...(values.device === undefined ? {} : { name: values.device }),
  });
  await stores.close();
  process.stdout.write(`workspace     ${workspaceId}\ndevice token  ${deviceToken}\n`);
  process.stdout.write('Enter both in the console. The token is not stored readable and cannot be shown again.\n');
}

async function serve(options: RelayOptions): Promise<void> {
  const log = jsonLineLogger(process.stdout, Date.now);
  const relay = await startRelay({ ...options, log });
  process.stderr.write(
    `The relay listens on ${relay.url}. A workspace and a device token: npm run relay -- create-workspace\n`,
  );
  if ((options.hubspotClientSecrets ?? []).length === 0) {
    log({ level: 'warn', event: 'hubspot-off', message: 'RELAY_HUBSPOT_CLIENT_SECRETS is not set' });
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void relay.close().then(() => process.exit(0)));
  }
}

// the writer thread of the log loads this same bundle
if (isMainThread) {
  main().catch((error: unknown) => {
    process.stderr.write(`The relay cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
