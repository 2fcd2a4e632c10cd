import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port';

/** A PostgreSQL server of Debian's packages, in a temporary folder, on the loopback. */
export interface PostgresServer {
  /** Makes an empty database and gives its address. */
  createDatabase(): Promise<string>;
  /** Ends the whole server as a power button does. */
  kill(): Promise<void>;
  /** Starts it again on what is on the disk. */
  restart(): Promise<void>;
  /** Ends it and removes the folder. */
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** False: commits do not wait for the disk, for tests that crash nothing. */
  readonly isDurable?: boolean;
}

const PROGRAMS = '/usr/lib/postgresql';
const OLDEST = 15;
const PASSWORD = 'trial of the relay';
const START_LIMIT_MS = 20_000;
const run = promisify(execFile);

/**
 * Starts a server. Null where there are no server programs: one line then says that the tests are skipped and how to run them.
 * With CI=true or LUMO_TEST_POSTGRES=1 the programs are installed, as root on a system with apt.
 */
export async function startPostgres({ isDurable = true }: PostgresServerOptions = {}): Promise<PostgresServer | null> {
  const isCi = process.env.CI === 'true' && process.platform === 'linux';
  const isWanted = isCi || process.env.LUMO_TEST_POSTGRES === '1';
  if (isWanted) {
    await installPrograms();
  }
  const programs = findPrograms();
  if (programs === null) {
    console.log(
      "Skipped: tests with PostgreSQL. To run them install Debian's package postgresql, or set LUMO_TEST_POSTGRES=1 as root.",
    );
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lumo-postgres-'));
  const user = serverUser();
  if (user !== null) {
    chownSync(folder, user.uid, user.gid);
  }
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  const [initdb, initdbArgs] = asUser(join(programs, 'initdb'), [
    `--pgdata=${data}`,
    '--username=relay',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  await run(initdb, initdbArgs, { cwd: '/' });
  const port = await freePort();
  let server = await startServer(programs, data, port, isDurable);
  let databases = 0;

  const address = (database: string): string =>
    `postgresql://relay:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
  const kill = async (signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill(signal);
      await gone;
    }
  };
  return {
    createDatabase: async () => {
      databases += 1;
      const client = new Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE trial_${databases}`);
      await client.end();
      return address(`trial_${databases}`);
    },
    kill: () => kill('SIGKILL'),
    restart: async () => {
      server = await startServer(programs, data, port, isDurable);
    },
    stop: async () => {
      // "immediate": nothing of it is needed any more
      await kill('SIGQUIT');
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** The newest version's folder of programs; null = none is installed. */
function findPrograms(): string | null {
  const versions = existsSync(PROGRAMS) ? readdirSync(PROGRAMS).map(Number) : [];
  const fitting = versions.filter((version) => version >= OLDEST).toSorted((a, b) => b - a);
  return fitting.map((version) => join(PROGRAMS, String(version), 'bin')).find(hasInitdb) ?? null;
}

function hasInitdb(folder: string): boolean {
  return existsSync(join(folder, 'initdb'));
}

/** Installs Debian's server where there is none, without the cluster that the package would make and start. */
async function installPrograms(): Promise<void> {
  // only here: the modules watch the signals of their process
  const { apt, aptComplaint } = await import('../../scripts/lib/debian-packages.mjs');
  const { withLock } = await import('../../scripts/lib/lock.mjs');
  // another test file of this run may be at it
  await withLock(join(tmpdir(), 'lumo-postgres-install.lock'), async () => {
    if (findPrograms() !== null) {
      return;
    }
    const settings = '/etc/postgresql-common';
    if (process.getuid?.() === 0 && !existsSync(settings)) {
      mkdirSync(settings);
      writeFileSync(join(settings, 'createcluster.conf'), 'create_main_cluster = false\n');
    }
    await apt(['update']);
    const installed = await apt(['install', '--no-install-recommends', '-y', 'postgresql']);
    if (findPrograms() === null) {
      throw new Error(`PostgreSQL ${OLDEST} or later could not be installed: ${aptComplaint(installed)}`);
    }
  });
}

/** Starts the server on its folder and waits until it takes connections. */
async function startServer(programs: string, data: string, port: number, isDurable: boolean): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: isDurable ? 'on' : 'off',
    max_connections: '60',
    shared_buffers: '32MB',
  };
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const [command, args] = asUser(join(programs, 'postgres'), [
      '-D',
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    const server = spawn(command, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    server.stderr.on('data', (data) => {
      complaints = `${complaints}${data}`.slice(-4_000);
    });
    if (await answers(server, port, deadline)) {
      return server;
    }
    server.kill('SIGQUIT');
    // processes of a killed server may still hold its memory for a moment
    if (Date.now() > deadline || !/shared memory block|lock file/.test(complaints)) {
      throw new Error(`PostgreSQL does not start: ${complaints}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function answers(server: ChildProcess, port: number, deadline: number): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null && Date.now() < deadline) {
    const client = new Client({ connectionString: `postgresql://relay:x@127.0.0.1:${port}/postgres` });
    client.on('error', () => undefined);
    const state = await client.connect().then(
      () => 'connected',
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : ''),
    );
    await client.end().catch(() => undefined);
    // a refused password comes from a server that is ready
    if (state === 'connected' || state === '28P01') {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return false;
}

/** Root may not run the server: the user of the package, or nobody. Null = we are not root. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const user = users.find((line) => line.startsWith('postgres:')) ?? users.find((line) => line.startsWith('nobody:'));
  const [, , uid, gid] = (user ?? '').split(':').map(Number);
  return uid === undefined || gid === undefined ? { uid: 65_534, gid: 65_534 } : { uid, gid };
}

/** The command that runs a program as the server's user, and that ends when this process does. */
function asUser(program: string, args: readonly string[]): [command: string, args: string[]] {
  const user = serverUser();
  const identity = user === null ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return ['setpriv', [...identity, '--pdeathsig=QUIT', program, ...args]];
}
