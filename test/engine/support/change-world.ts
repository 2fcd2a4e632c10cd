import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { createEngine, createIds, createLogger, createRelayClient, type Engine } from '../../../src/engine';
import { type Relay, startRelay } from '../../../src/relay/server';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { SyncRun } from '../../../src/shared/model/sync';
import { readResponseSchema } from '../../../src/shared/relay-protocol';
import { freePort } from '../../support/free-port';
import { eventually } from './eventually';
import { createFastClock, type FastClock } from './fast-clock';
import { usualProperties } from './hubspot-world';

/** HubSpot with its webhooks, LINE, a relay and the whole engine, on one fast clock. */
export class ChangeWorld {
  readonly clock: FastClock;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  readonly folder: string;
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  readonly #secrets = new Map<string, string>();
  readonly #redirectPort: number;
  readonly #workspace: { workspaceId: string; deviceToken: string };
  #opened = '';
  engine: Engine;

  private constructor(parts: { clock: FastClock; sandbox: Sandbox; relay: Relay; folder: string; port: number }) {
    this.clock = parts.clock;
    this.sandbox = parts.sandbox;
    this.relay = parts.relay;
    this.folder = parts.folder;
    this.#redirectPort = parts.port;
    this.#workspace = parts.relay.createWorkspace();
    this.engine = this.createEngine();
  }

  /** A world whose contacts are synced already, with the first Official Account connected as number 1. */
  static async start(options: { contacts?: number; friends?: number } = {}): Promise<ChangeWorld> {
    const clock = createFastClock(10);
    const folder = mkdtempSync(join(tmpdir(), 'lumo-changes-'));
    const port = await freePort();
    const sandbox = await startSandbox({
      dataFolder: null,
      contacts: options.contacts ?? 60,
      friends: options.friends ?? 5,
      messages: 0,
      now: clock.now,
      redirectUris: [`http://localhost:${port}/oauth/hubspot`],
    });
    const relay = await startRelay({
      dataFolder: join(folder, 'relay'),
      limits: { minFreeBytes: 0 },
      now: clock.now,
      hubspotClientSecrets: [sandbox.hubspotClient.clientSecret],
    });
    const world = new ChangeWorld({ clock, sandbox, relay, folder, port });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.#connect();
    await world.control('PUT', '/hubspot/webhook', { targetUrl: `${relay.url}/hooks/hubspot`, retryDelayScale: 0.001 });
    await world.sync('full');
    return world;
  }

  createEngine(): Engine {
    const { endpoints, hubspotClient } = this.sandbox;
    const { clock } = this;
    const engine = createEngine({
      clock,
      ids: createIds(clock.now),
      random: Math.random,
      logger: createLogger((line) => this.log.push(line), clock.now),
      dataFolder: join(this.folder, 'data'),
      secrets: {
        get: (name) => this.#secrets.get(name) ?? null,
        set: (name, value) => void this.#secrets.set(name, value),
        delete: (name) => void this.#secrets.delete(name),
      },
      endpoints: {
        hubSpotApi: endpoints.hubspotApi,
        hubSpotApp: endpoints.hubspotApp,
        lineApi: endpoints.lineApi,
        lineData: endpoints.lineData,
      },
      hubSpotApp: hubspotClient,
      redirectPort: this.#redirectPort,
      relay: createRelayClient({
        url: this.relay.url,
        ...this.#workspace,
        now: clock.now,
        timing: { backoff: { minMs: 50, maxMs: 200 } },
      }),
      workspaceId: this.#workspace.workspaceId,
      suggestedChannelSecrets: new Map(this.sandbox.officialAccounts.map((oa) => [oa.channelId, oa.channelSecret])),
      openSignIn: (url) => {
        this.#opened = url;
        return Promise.resolve();
      },
      mediaUrl: (fileName) => `app://bundle/media/${fileName}`,
      hubSpotLimits: { perTenSeconds: 190, searchesPerSecond: 4 },
      syncIntervalMinutes: () => 0,
    });
    engine.subscribe((event) => this.events.push(event));
    return engine;
  }

  async restart(whileDown: () => Promise<void> = async () => undefined): Promise<void> {
    await this.engine.stop();
    await whileDown();
    this.engine = this.createEngine();
    await this.engine.start();
  }

  async sync(kind: 'full' | 'incremental'): Promise<SyncRun> {
    const { runId } = await this.engine.sync.start({ kind });
    return this.ended(runId);
  }

  async ended(runId: string): Promise<SyncRun> {
    return eventually(
      `run ${runId} ended`,
      async () => {
        const run = await this.engine.sync.run({ id: runId });
        return run.status === 'running' ? null : run;
      },
      60_000,
    );
  }

  /** Ties the n-th friend of the first account to a contact, as a person does. Returns the friend's id. */
  async link(index: number, contactId: string): Promise<string> {
    const friendId = await eventually(
      `friend ${index}`,
      () => this.read<{ id: number }>('SELECT id FROM friend ORDER BY id LIMIT 1 OFFSET ?', index)[0]?.id ?? null,
    );
    const id = String(friendId);
    await this.engine.links.link({ friendId: id, contactId });
    return id;
  }

  linkOf(friendId: string): { contactId: string; origin: string } | null {
    const sql = 'SELECT contact_hubspot_id AS contactId, origin FROM id_link WHERE friend_id = ?';
    return this.read<{ contactId: string; origin: string }>(sql, friendId)[0] ?? null;
  }

  /** The contact as it is held, or null. */
  async contact(id: string) {
    return this.engine.contacts.get({ id }).catch(() => null);
  }

  /** The contact as HubSpot holds it. */
  async inHubSpot(id: string): Promise<Record<string, string | null>> {
    const found = await this.control<{ values: Record<string, string | null> }>(
      'GET',
      `/hubspot/records/contacts/${id}`,
    );
    return found.values;
  }

  /** Waits until HubSpot has nothing left to send and everything that came is worked off. */
  async applied(): Promise<void> {
    await eventually(
      'all events are applied',
      async () => {
        const { pending } = await this.control<{ pending: number }>('GET', '/hubspot/webhook');
        if (pending > 0 || (await this.#isBehindRelay())) return null;
        const [open] = this.read<{ n: number }>('SELECT count(*) AS n FROM hubspot_change WHERE worked_at IS NULL');
        return open?.n === 0 ? true : null;
      },
      20_000,
    );
  }

  read<Row>(sql: string, ...parameters: (string | number)[]): Row[] {
    const database = new BetterSqlite3(join(this.folder, 'data', 'lumo.db'), { readonly: true });
    try {
      return database.prepare<(string | number)[], Row>(sql).all(...parameters);
    } finally {
      database.close();
    }
  }

  async control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.sandbox.endpoints.control}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.relay.close();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #isBehindRelay(): Promise<boolean> {
    const [cursor] = this.read<{ seq: number }>('SELECT seq FROM relay_cursor');
    const { workspaceId, deviceToken } = this.#workspace;
    const url = `${this.relay.url}/v1/workspaces/${workspaceId}/events?after=${cursor?.seq ?? 0}&limit=1`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${deviceToken}` } });
    return readResponseSchema.parse(await answer.json()).events.length > 0;
  }

  async #connect(): Promise<void> {
    await this.engine.setup.connectHubSpot();
    const url = new URL(this.#opened);
    const form = new URLSearchParams(url.search);
    form.set('account', '62515001');
    form.set('decision', 'allow');
    const answer = await fetch(url.origin + url.pathname, { method: 'POST', body: form, redirect: 'manual' });
    await fetch(answer.headers.get('location') ?? '');
    await eventually('connected', () => this.engine.setup.hubSpotState().state === 'connected');
    await this.engine.mapping.choices(undefined);
    await this.engine.setup.saveProperties({ names: [...usualProperties] });
    const [account] = this.sandbox.officialAccounts;
    if (account === undefined) throw new Error('no Official Account');
    const { channelId } = account;
    await this.engine.setup.connectLine({ channelId, channelSecret: null, sequenceNumber: 1 });
  }
}
