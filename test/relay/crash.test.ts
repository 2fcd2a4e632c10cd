import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  claimResponseSchema,
  type RelayEvent,
  readResponseSchema,
  settleResponseSchema,
} from '../../src/shared/relay-protocol';
import { startPostgres } from '../support/postgres-server';
import { type RelayProcess, runRelayCommand, startRelayProcess } from './built-relay';
import { bundle } from './bundle';
import { BOT, CHANNEL, lineBody, postLine, temporaryFolder, until } from './relay-harness';

const CONNECTIONS = 32;
const WORK_COUNT = 300;
const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');

let relayFile = '';
let bundleFolder = '';

beforeAll(async () => {
  bundleFolder = mkdtempSync(join(tmpdir(), 'lumo-relay-bundle-'));
  relayFile = await bundle('src/relay/main.ts', bundleFolder);
});

afterAll(() => rmSync(bundleFolder, { recursive: true, force: true }));

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

/** The relay's surroundings on each store; null = that store is not at hand here. */
const STORES: readonly {
  store: string;
  /** How often the relay is killed: PostgreSQL itself is killed elsewhere. */
  rounds: readonly number[];
  makeEnvironment: (() => Promise<Record<string, string>>) | null;
}[] = [
  { store: 'SQLite', rounds: [1, 2], makeEnvironment: async () => ({ RELAY_DATA_FOLDER: temporaryFolder() }) },
  {
    store: 'PostgreSQL',
    rounds: [1],
    makeEnvironment:
      postgres === null
        ? null
        : async () => ({
            RELAY_DATA_FOLDER: temporaryFolder(),
            RELAY_DATABASE_URL: await postgres.createDatabase(),
            RELAY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
          }),
  },
];

interface Workspace {
  readonly workspaceId: string;
  readonly deviceToken: string;
}

/** Makes a device in a workspace of its own, or in the one named. */
async function createWorkspace(environment: Record<string, string>, id?: string): Promise<Workspace> {
  const args = id === undefined ? ['--device', 'desk'] : ['--id', id, '--device', 'counter'];
  const { stdout } = await runRelayCommand(relayFile, ['create-workspace', ...args], environment);
  const workspaceId = /^workspace +(\S+)$/m.exec(stdout)?.[1];
  const deviceToken = /^device token +(\S+)$/m.exec(stdout)?.[1];
  if (workspaceId === undefined || deviceToken === undefined) {
    throw new Error(`no workspace in: ${stdout}`);
  }
  return { workspaceId, deviceToken };
}

const callAs = (url: string, workspace: Workspace, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}/v1/workspaces/${workspace.workspaceId}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${workspace.deviceToken}`, 'content-type': 'application/json' },
  });

async function claimOf(relay: RelayProcess, workspace: Workspace) {
  const body = JSON.stringify({ limit: 8, leaseMs: 1_500 });
  const response = await callAs(relay.url, workspace, '/queues/trial/claims', { method: 'POST', body });
  return claimResponseSchema.parse(await response.json()).claims;
}

async function settleOf(relay: RelayProcess, workspace: Workspace, seq: number, fence: number): Promise<boolean> {
  const body = JSON.stringify({ fence, how: 'done' });
  const response = await callAs(relay.url, workspace, `/claims/${seq}/settle`, { method: 'POST', body });
  return settleResponseSchema.parse(await response.json()).isMine;
}

async function allEvents(url: string, workspace: Workspace): Promise<RelayEvent[]> {
  const events: RelayEvent[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const response = await callAs(url, workspace, `/events?after=${after}&limit=500`);
    const page = readResponseSchema.parse(await response.json());
    if (page.events.length === 0) {
      return events;
    }
    events.push(...page.events);
  }
}

for (const { store, rounds, makeEnvironment } of STORES) {
  describe.skipIf(makeEnvironment === null)(`the relay as a process, from its bundle, on ${store}`, () => {
    test('kill -9 under load loses no event that was answered 200, and stores none twice', {
      timeout: 120_000,
    }, async () => {
      const environment = (await makeEnvironment?.()) ?? {};
      const workspace = await createWorkspace(environment);
      let relay = await startRelayProcess(relayFile, environment);
      expect(relay.hasWriterThread).toBe(store === 'SQLite');
      const channel = await callAs(relay.url, workspace, `/channels/${BOT}`, {
        method: 'PUT',
        body: JSON.stringify(CHANNEL),
      });
      expect(channel.status).toBe(204);

      const answered = new Set<string>();
      for (const round of rounds) {
        const answeredBefore = answered.size;
        let isUp = true;
        const unanswered: string[] = [];
        const posting = Array.from({ length: CONNECTIONS }, async (_, connection) => {
          for (let n = 0; isUp; n++) {
            const id = `r${round}-c${connection}-${n}`;
            const status = await postLine(relay, lineBody(id)).then(
              async (response) => {
                await response.arrayBuffer();
                return response.status;
              },
              () => 0,
            );
            if (status === 200) {
              answered.add(id);
            } else {
              unanswered.push(id);
              isUp = false;
            }
          }
        });
        await until(() => answered.size > answeredBefore + 1_000, 60_000);
        await relay.kill('SIGKILL');
        await Promise.all(posting);

        relay = await startRelayProcess(relayFile, environment);
        // the provider delivers again what was not answered: stored or not, it is in the log once afterwards
        for (const id of unanswered) {
          expect((await postLine(relay, lineBody(id, { isRedelivery: true }))).status).toBe(200);
          answered.add(id);
        }
      }

      const events = await allEvents(relay.url, workspace);
      const stored = events.map((event) => {
        const body = event.source === 'line' ? Buffer.from(event.rawBody, 'base64').toString() : '{}';
        return /"webhookEventId":"([^"]+)"/.exec(body)?.[1] ?? '';
      });
      expect(new Set(stored).size).toBe(stored.length);
      expect(stored.toSorted()).toEqual([...answered].toSorted());
      const positions = events.map((event) => event.seq);
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
      expect(await relay.kill('SIGTERM')).toBe(0);
    });

    test('kill -9 while consoles work through a queue: all of it is done, and nothing is settled twice', {
      timeout: 120_000,
    }, async () => {
      const environment = (await makeEnvironment?.()) ?? {};
      const first = await createWorkspace(environment);
      const second = await createWorkspace(environment, first.workspaceId);
      let relay = await startRelayProcess(relayFile, environment);
      const ids = Array.from({ length: WORK_COUNT }, (_, n) => `work ${n}`);
      const events = ids.map((id) => ({ id, kind: 'trial', work: { queue: 'trial' } }));
      const given = await callAs(relay.url, first, '/events', { method: 'POST', body: JSON.stringify({ events }) });
      expect(given.status).toBe(200);

      const settled: string[] = [];
      /** Their settlement got no answer: it may count or not. */
      const uncertain = new Set<string>();
      const isDone = (): boolean => new Set([...settled, ...uncertain]).size === WORK_COUNT;
      let isEmpty = false;
      const consoles = [first, second].map(async (console) => {
        while (!(isDone() && isEmpty)) {
          const claims = await claimOf(relay, console).catch(() => null);
          isEmpty = claims?.length === 0;
          for (const { event, fence } of claims ?? []) {
            const isMine = await settleOf(relay, console, event.seq, fence).catch(() => null);
            if (isMine === null) uncertain.add(event.id);
            if (isMine === true) settled.push(event.id);
          }
          if (claims === null || isEmpty) await new Promise((resolve) => setTimeout(resolve, 20));
        }
      });
      for (const round of rounds) {
        await until(() => settled.length > WORK_COUNT * 0.25 * round, 30_000);
        await relay.kill('SIGKILL');
        relay = await startRelayProcess(relayFile, environment);
      }
      await Promise.all(consoles);
      expect(new Set(settled).size).toBe(settled.length);
      expect([...new Set([...settled, ...uncertain])].toSorted()).toEqual(ids.toSorted());
      expect(await claimOf(relay, first)).toEqual([]);
      expect(await relay.kill('SIGTERM')).toBe(0);
    });
  });
}

describe('the relay as a process, from its bundle', () => {
  test('a wrong setting is one clear line and no start', async () => {
    const { code, stderr } = await runRelayCommand(relayFile, [], {
      RELAY_DATA_FOLDER: temporaryFolder(),
      RELAY_PORT: 'eighty',
      RELAY_ENCRYPTION_KEY: 'c2hvcnQ=',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The relay cannot start:\n {2}RELAY_PORT: .+\n {2}RELAY_ENCRYPTION_KEY: .*32 bytes.*\n$/);
  });

  test('a wrong address of the database is one clear line without its password', async () => {
    const mistyped = await runRelayCommand(relayFile, [], {
      RELAY_DATA_FOLDER: temporaryFolder(),
      RELAY_ENCRYPTION_KEY: ENCRYPTION_KEY,
      RELAY_DATABASE_URL: 'mysql://relay:hidden-password@127.0.0.1/relay',
    });
    expect(mistyped.code).toBe(1);
    expect(mistyped.stderr).toMatch(/^The relay cannot start:\n {2}RELAY_DATABASE_URL: must be postgresql:.*\n$/);
    expect(mistyped.stderr).not.toContain('hidden');
  });

  test.skipIf(postgres === null)('a refused password ends the start at once, in one line without it', async () => {
    const address = new URL((await postgres?.createDatabase()) ?? '');
    address.password = 'hidden-password';
    const refused = await runRelayCommand(relayFile, [], {
      RELAY_DATA_FOLDER: temporaryFolder(),
      RELAY_ENCRYPTION_KEY: ENCRYPTION_KEY,
      RELAY_DATABASE_URL: address.href,
    });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^The relay cannot start: .*password authentication failed.*\n$/);
    expect(`${refused.stdout}${refused.stderr}`).not.toContain('hidden');
  });
});
