import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { createEngine, createIds, createLogger, type Engine, type EngineDeps } from '../../../src/engine';
import type { Clock } from '../../../src/engine/core/clock';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { SyncRun } from '../../../src/shared/model/sync';
import { freePort } from '../../support/free-port';
import { eventually } from './eventually';
import { createFastClock } from './fast-clock';

/** The properties that most tests add. */
export const usualProperties = [
  'firstname',
  'lastname',
  'email',
  'phone',
  'associatedcompanyid',
  'lifecyclestage',
  'hs_lead_status',
];

type WorldOptions = Pick<SandboxOptions, 'contacts' | 'friends'> & {
  clock?: Clock;
  limits?: EngineDeps['hubSpotLimits'];
  syncIntervalMinutes?: number;
};

/** A HubSpot stand-in over HTTP and one engine on a folder of its own. */
export class HubSpotWorld {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly clock: Clock;
  readonly secrets = new Map<string, string>();
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  readonly redirectPort: number;
  opened: string[] = [];
  engine: Engine;
  readonly #options: WorldOptions;

  private constructor(sandbox: Sandbox, clock: Clock, redirectPort: number, options: WorldOptions) {
    this.sandbox = sandbox;
    this.clock = clock;
    this.redirectPort = redirectPort;
    this.#options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'lumo-engine-'));
    this.engine = this.createEngine();
  }

  static async start(options: WorldOptions = {}): Promise<HubSpotWorld> {
    const clock = options.clock ?? createFastClock(20);
    const redirectPort = await freePort();
    const sandbox = await startSandbox({
      dataFolder: null,
      contacts: options.contacts ?? 300,
      friends: options.friends ?? 10,
      messages: 0,
      now: clock.now,
      redirectUris: [`http://localhost:${redirectPort}/oauth/hubspot`],
    });
    return new HubSpotWorld(sandbox, clock, redirectPort, options);
  }

  /** Another engine on the same folder, as after a restart. */
  createEngine(): Engine {
    const { endpoints, hubspotClient, officialAccounts } = this.sandbox;
    const engine = createEngine({
      clock: this.clock,
      ids: createIds(this.clock.now),
      random: Math.random,
      logger: createLogger((line) => this.log.push(line), this.clock.now),
      dataFolder: this.folder,
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
      redirectPort: this.redirectPort,
      relay: null,
      workspaceId: 'test',
      suggestedChannelSecrets: new Map(officialAccounts.map((oa) => [oa.channelId, oa.channelSecret])),
      openSignIn: (url) => {
        this.opened.push(url);
        return Promise.resolve();
      },
      mediaUrl: (fileName) => `app://bundle/media/${fileName}`,
      hubSpotLimits: this.#options.limits ?? { perTenSeconds: 190, searchesPerSecond: 4 },
      syncIntervalMinutes: () => this.#options.syncIntervalMinutes ?? 0,
    });
    engine.subscribe((event) => this.events.push(event));
    return engine;
  }

  /** Signs in as a person would in the browser; `hubId` chooses the account. Returns the page that they see at the end. */
  async signIn(decision: 'allow' | 'deny' = 'allow', hubId = 62515001): Promise<{ status: number; text: string }> {
    await this.engine.setup.connectHubSpot();
    const url = new URL(this.opened.at(-1) ?? '');
    const form = new URLSearchParams(url.search);
    form.set('account', String(hubId));
    form.set('decision', decision);
    const answer = await fetch(url.origin + url.pathname, { method: 'POST', body: form, redirect: 'manual' });
    const page = await fetch(answer.headers.get('location') ?? '', { headers: { 'accept-language': 'ja' } });
    return { status: page.status, text: await page.text() };
  }

  /** Connected, with the usual properties added. */
  async connect(properties: readonly string[] = usualProperties): Promise<void> {
    await this.signIn();
    await eventually('connected', () => this.engine.setup.hubSpotState().state === 'connected');
    await this.engine.mapping.choices(undefined);
    await this.engine.setup.saveProperties({ names: [...properties] });
  }

  /** Runs a sync to its end. */
  async sync(kind: 'full' | 'incremental'): Promise<SyncRun> {
    const { runId } = await this.engine.sync.start({ kind });
    return this.ended(runId);
  }

  async ended(runId: string, limitMs = 60_000): Promise<SyncRun> {
    return eventually(
      `run ${runId} ended`,
      async () => {
        const run = await this.engine.sync.run({ id: runId });
        return run.status === 'running' ? null : run;
      },
      limitMs,
    );
  }

  /** Reads the engine's database beside it. */
  read<Row>(sql: string, ...parameters: (string | number)[]): Row[] {
    const database = new BetterSqlite3(join(this.folder, 'lumo.db'), { readonly: true });
    try {
      return database.prepare<(string | number)[], Row>(sql).all(...parameters);
    } finally {
      database.close();
    }
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

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
