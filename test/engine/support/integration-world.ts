import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import {
  createEngine,
  createIds,
  createLogger,
  createRelayClient,
  type Engine,
  systemClock,
} from '../../../src/engine';
import { type Relay, startRelay } from '../../../src/relay/server';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { ConversationRow } from '../../../src/shared/model/chat';
import type { SyncRun } from '../../../src/shared/model/sync';
import { freePort } from '../../support/free-port';
import { eventually } from './eventually';

/** HubSpot, LINE, a relay and one whole engine, nothing connected yet: what connections are made and ended in. */
export class IntegrationWorld {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  readonly secrets = new Map<string, string>();
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  engine: Engine;
  readonly #redirectPort: number;
  readonly #workspace: { workspaceId: string; deviceToken: string };
  readonly #hasRelay: boolean;
  #isRunning = false;
  #opened = '';

  private constructor(folder: string, sandbox: Sandbox, relay: Relay, redirectPort: number, hasRelay: boolean) {
    this.folder = folder;
    this.sandbox = sandbox;
    this.relay = relay;
    this.#redirectPort = redirectPort;
    this.#workspace = relay.createWorkspace();
    this.#hasRelay = hasRelay;
    this.engine = this.#createEngine();
    onTestFinished(() => this.stopEngine());
  }

  static async start(
    options: { contacts?: number; friends?: number; hasRelay?: boolean } = {},
  ): Promise<IntegrationWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'lumo-integration-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const redirectPort = await freePort();
    const { contacts = 40, friends = 12 } = options;
    const redirectUris = [`http://localhost:${redirectPort}/oauth/hubspot`];
    const sandbox = await startSandbox({ dataFolder: null, contacts, friends, messages: 0, redirectUris });
    onTestFinished(() => sandbox.close());
    const relay = await startRelay({
      dataFolder: join(folder, 'relay'),
      limits: { minFreeBytes: 0 },
      now: () => sandbox.now(),
    });
    onTestFinished(() => relay.close());
    const world = new IntegrationWorld(folder, sandbox, relay, redirectPort, options.hasRelay ?? true);
    await world.#startEngine();
    return world;
  }

  #createEngine(): Engine {
    const { endpoints, hubspotClient } = this.sandbox;
    const engine = createEngine({
      clock: systemClock,
      ids: createIds(systemClock.now),
      random: Math.random,
      logger: createLogger((line) => this.log.push(line), systemClock.now),
      dataFolder: join(this.folder, 'data'),
      secrets: {
        get: (name) => this.secrets.get(name) ?? null,
        set: (name, value) => void this.secrets.set(name, value),
        delete: (name) => void this.secrets.delete(name),
      },
      endpoints: {
        hubSpotApi: endpoints.hubspotApi,
        hubSpotApp: endpoints.hubspotApp,
        lineApi: endpoints.lineApi,
        lineData: endpoints.lineData,
      },
      hubSpotApp: hubspotClient,
      redirectPort: this.#redirectPort,
      relay: this.#hasRelay
        ? createRelayClient({ url: this.relay.url, ...this.#workspace, timing: { backoff: { minMs: 50, maxMs: 200 } } })
        : null,
      workspaceId: this.#workspace.workspaceId,
      suggestedChannelSecrets: new Map(),
      openSignIn: async (url) => {
        this.#opened = url;
      },
      mediaUrl: (fileName) => `app://bundle/media/${fileName}`,
      hubSpotLimits: { perTenSeconds: 190, searchesPerSecond: 4 },
      syncIntervalMinutes: () => 0,
    });
    engine.subscribe((event) => this.events.push(event));
    return engine;
  }

  async #startEngine(): Promise<void> {
    await this.engine.start();
    this.#isRunning = true;
  }

  async stopEngine(): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    await this.engine.stop();
  }

  /** Ends the engine, if it runs, and starts another one on its folder. */
  async restart(): Promise<void> {
    await this.stopEngine();
    this.engine = this.#createEngine();
    await this.#startEngine();
  }

  /** Signs in to HubSpot and adds the first properties. */
  async connectHubSpot(properties: readonly string[] = ['firstname', 'lastname', 'email']): Promise<void> {
    await this.engine.setup.connectHubSpot();
    const url = new URL(this.#opened);
    const form = new URLSearchParams(url.search);
    form.set('account', '62515001');
    form.set('decision', 'allow');
    const answer = await fetch(url.origin + url.pathname, { method: 'POST', body: form, redirect: 'manual' });
    await fetch(answer.headers.get('location') ?? '');
    await eventually('connected', () => this.engine.setup.hubSpotState().state === 'connected');
    await this.engine.mapping.choices(undefined);
    await this.engine.setup.saveProperties({ names: [...properties] });
  }

  /** The n-th account that the stand-in has (from 0), as a person types it. */
  offered(index: number): Sandbox['officialAccounts'][number] {
    const found = this.sandbox.officialAccounts[index];
    if (found === undefined) throw new Error(`the sandbox has no account ${index}`);
    return found;
  }

  /** Connects the n-th Official Account under a number; gives its bot user id. */
  async connectLine(index: number, sequenceNumber = index + 1): Promise<string> {
    const { channelId, channelSecret } = this.offered(index);
    return (await this.engine.setup.connectLine({ channelId, channelSecret, sequenceNumber })).id;
  }

  async sync(kind: 'full' | 'incremental' = 'full'): Promise<SyncRun> {
    const { runId } = await this.engine.sync.start({ kind });
    return eventually(
      `run ${runId} ended`,
      async () => {
        const run = await this.engine.sync.run({ id: runId });
        return run.status === 'running' ? null : run;
      },
      60_000,
    );
  }

  /** A new customer adds an account and writes to it; resolves with the conversation as the engine has it. */
  async customerWrites(botUserId: string, text: string): Promise<ConversationRow> {
    const { userId } = await this.control<{ userId: string }>('POST', '/line/customers', { displayName: text });
    await this.control('POST', `/line/accounts/${botUserId}/follow`, { userId });
    await this.control('POST', `/line/accounts/${botUserId}/send`, { userId, messages: [{ type: 'text', text }] });
    return eventually(`a conversation that ends with ${text}`, async () =>
      (await this.conversations()).find((row) => row.lastText === text),
    );
  }

  async conversations(): Promise<ConversationRow[]> {
    const asked = { view: 'all', officialAccountId: null, text: '', offset: 0, limit: 200 } as const;
    return (await this.engine.chat.conversations(asked)).rows;
  }

  /** Reads or changes the engine's database beside it. */
  database<Result>(work: (database: BetterSqlite3.Database) => Result): Result {
    const database = new BetterSqlite3(join(this.folder, 'data', 'lumo.db'));
    try {
      return work(database);
    } finally {
      database.close();
    }
  }

  count(from: string): number {
    return this.database((database) => Number(database.prepare(`SELECT count(*) FROM ${from}`).pluck().get()));
  }

  /** The scenario API. */
  async control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.sandbox.endpoints.control}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}
