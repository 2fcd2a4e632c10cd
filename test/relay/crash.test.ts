import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RelayEvent, readResponseSchema } from '../../src/shared/relay-protocol';
import { runRelayCommand, startRelayProcess } from './built-relay';
import { bundle } from './bundle';
import { BOT, CHANNEL, lineBody, postLine, temporaryFolder, until } from './relay-harness';

const CONNECTIONS = 32;

let relayFile = '';
let bundleFolder = '';

beforeAll(async () => {
  bundleFolder = mkdtempSync(join(tmpdir(), 'lumo-relay-bundle-'));
  relayFile = await bundle('src/relay/main.ts', bundleFolder);
});

afterAll(() => rmSync(bundleFolder, { recursive: true, force: true }));

interface Workspace {
  readonly workspaceId: string;
  readonly deviceToken: string;
}

async function createWorkspace(environment: Record<string, string>): Promise<Workspace> {
  const { stdout } = await runRelayCommand(relayFile, ['create-workspace', '--device', 'desk'], environment);
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

describe('the relay as a process, from its bundle', () => {
  test('kill -9 under load loses no event that was answered 200, and stores none twice', {
    timeout: 120_000,
  }, async () => {
    const environment = { RELAY_DATA_FOLDER: temporaryFolder() };
    const workspace = await createWorkspace(environment);
    let relay = await startRelayProcess(relayFile, environment);
    expect(relay.hasWriterThread).toBe(true);
    const channel = await callAs(relay.url, workspace, `/channels/${BOT}`, {
      method: 'PUT',
      body: JSON.stringify(CHANNEL),
    });
    expect(channel.status).toBe(204);

    const answered = new Set<string>();
    for (const round of [1, 2]) {
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
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(await relay.kill('SIGTERM')).toBe(0);
  });

  test('a wrong setting is one clear line and no start', async () => {
    const { code, stderr } = await runRelayCommand(relayFile, [], {
      RELAY_DATA_FOLDER: temporaryFolder(),
      RELAY_PORT: 'eighty',
      RELAY_ENCRYPTION_KEY: 'c2hvcnQ=',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The relay cannot start:\n {2}RELAY_PORT: .+\n {2}RELAY_ENCRYPTION_KEY: .*32 bytes.*\n$/);
  });
});
