import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { createEngine, type Engine, systemClock } from '../../../src/engine';
import type { Relay } from '../../../src/relay/server';
import type { Sandbox } from '../../../src/sandbox/server';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { ConversationRow } from '../../../src/shared/model/chat';
import type { SyncRun } from '../../../src/shared/model/sync';
import { controlCall } from '../../support/control-call';
import { engineDeps, providersOf } from './engine-deps';
import { eventually } from './eventually';
import { memorySecrets } from './memory-secrets';
import { offeredAccount } from './offered-account';
import { impatientRelayClient, type RelayDevice } from './relay-log';
import { addProperties, signInToSandbox } from './sandbox-sign-in';
import { type StandIns, startStandIns } from './stand-ins';
import { runSync } from './sync-run';

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
  readonly #device: RelayDevice;
  readonly #hasRelay: boolean;
  #isRunning = false;
  #opened = '';

  private constructor({ folder, sandbox, relay, workspace, redirectPort }: StandIns, hasRelay: boolean) {
    this.folder = folder;
    this.sandbox = sandbox;
    this.relay = relay;
    this.#redirectPort = redirectPort;
    this.#device = { url: relay.url, ...workspace };
    this.#hasRelay = hasRelay;
    this.engine = this.#createEngine();
    onTestFinished(() => this.stopEngine());
  }

  static async start(
    options: { contacts?: number; friends?: number; hasRelay?: boolean } = {},
  ): Promise<IntegrationWorld> {
    const { contacts = 40, friends = 12, hasRelay = true } = options;
    const standIns = await startStandIns('integration', { contacts, friends });
    onTestFinished(() => standIns.close());
    const world = new IntegrationWorld(standIns, hasRelay);
    await world.#startEngine();
    return world;
  }

  #createEngine(): Engine {
    const engine = createEngine(
      engineDeps({
        ...providersOf(this.sandbox),
        clock: systemClock,
        log: (line) => this.log.push(line),
        dataFolder: join(this.folder, 'data'),
        secrets: memorySecrets(this.secrets),
        redirectPort: this.#redirectPort,
        relay: this.#hasRelay ? impatientRelayClient(this.#device, systemClock.now) : null,
        workspaceId: this.#device.workspaceId,
        openSignIn: async (url) => {
          this.#opened = url;
        },
      }),
    );
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
    await signInToSandbox(this.engine, () => this.#opened);
    await addProperties(this.engine, properties);
  }

  /** The n-th account that the stand-in has (from 0), as a person types it. */
  offered(index: number): Sandbox['officialAccounts'][number] {
    return offeredAccount(this.sandbox, index);
  }

  /** Connects the n-th Official Account under a number; gives its bot user id. */
  async connectLine(index: number, sequenceNumber = index + 1): Promise<string> {
    const { channelId, channelSecret } = this.offered(index);
    return (await this.engine.setup.connectLine({ channelId, channelSecret, sequenceNumber })).id;
  }

  sync(kind: 'full' | 'incremental' = 'full'): Promise<SyncRun> {
    return runSync(this.engine.sync, kind);
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
  control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    return controlCall(this.sandbox.endpoints.control, method, path, body);
  }
}
