import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEngine, type Engine } from '../../../src/engine';
import type { Relay } from '../../../src/relay/server';
import type { Sandbox } from '../../../src/sandbox/server';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { OfficialAccount } from '../../../src/shared/model/account';
import type { UnlinkedFriend } from '../../../src/shared/model/contact';
import { controlCall } from '../../support/control-call';
import { readDatabase } from '../../support/read-database';
import { engineDeps, providersOf } from './engine-deps';
import { eventually } from './eventually';
import { createFastClock, type FastClock } from './fast-clock';
import { memorySecrets } from './memory-secrets';
import { offeredAccount } from './offered-account';
import { impatientRelayClient } from './relay-log';
import { signInToSandbox } from './sandbox-sign-in';
import { type StandIns, startStandIns } from './stand-ins';

interface WholeWorldOptions {
  contacts?: number;
  friends?: number;
  /** How many consoles there may be. */
  consoles?: number;
}

/** HubSpot, LINE and a relay on loopback, and whole engines that work with all three. Everything ends with the test. */
export class WholeWorld {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  readonly clock: FastClock;
  readonly workspaceId: string;
  readonly ports: readonly number[];
  #consoles = 0;

  private constructor({ folder, sandbox, relay, workspace, redirectPorts }: StandIns, clock: FastClock) {
    this.folder = folder;
    this.sandbox = sandbox;
    this.relay = relay;
    this.clock = clock;
    this.ports = redirectPorts;
    this.workspaceId = workspace.workspaceId;
  }

  static async start({ contacts = 40, friends = 4, consoles = 1 }: WholeWorldOptions = {}): Promise<WholeWorld> {
    const clock = createFastClock(10);
    const standIns = await startStandIns('whole', { contacts, friends, consoles, now: clock.now });
    onTestFinished(() => standIns.close());
    return new WholeWorld(standIns, clock);
  }

  /** The first Official Account. */
  get account(): Sandbox['officialAccounts'][number] {
    return offeredAccount(this.sandbox);
  }

  /** A new console of the workspace, started, and connected to HubSpot and the first Official Account. */
  async console(): Promise<WholeConsole> {
    const number = this.#consoles++;
    const redirectPort = this.ports[number];
    if (redirectPort === undefined) throw new Error('no port is kept for this console');
    const name = `console-${number}`;
    const { deviceToken } = await this.relay.createWorkspace({ id: this.workspaceId, deviceName: name });
    const console = new WholeConsole(this, name, deviceToken, redirectPort);
    onTestFinished(() => console.stop());
    console.engine.start();
    await console.connect();
    return console;
  }

  /** A new customer, not a friend yet. */
  async stranger(displayName: string, language = 'ja'): Promise<string> {
    const made = await this.control<{ userId: string }>('POST', '/line/customers', { displayName, language });
    return made.userId;
  }

  async follow(userId: string): Promise<void> {
    await this.control('POST', `/line/accounts/${this.account.botUserId}/follow`, { userId });
  }

  async write(userId: string, ...texts: string[]): Promise<void> {
    const messages = texts.map((text) => ({ type: 'text', text }));
    await this.control('POST', `/line/accounts/${this.account.botUserId}/send`, { userId, messages });
  }

  /** What HubSpot holds in those of its contacts that fit, by id. */
  async contacts(fits: (values: Record<string, string>) => boolean): Promise<Map<string, Record<string, string>>> {
    const path = '/hubspot/records/contacts?limit=1000';
    const all = await this.control<{ results: { id: string; values: Record<string, string> }[] }>('GET', path);
    return new Map(all.results.filter(({ values }) => fits(values)).map(({ id, values }) => [id, values]));
  }

  /** Somebody makes a contact in HubSpot; gives its id. */
  async contact(properties: Record<string, string>): Promise<string> {
    return (await this.control<{ id: string }>('POST', '/hubspot/records/contacts', { properties })).id;
  }

  control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    return controlCall(this.sandbox.endpoints.control, method, path, body);
  }
}

/** One console: a whole engine on a folder of its own. */
export class WholeConsole {
  readonly world: WholeWorld;
  readonly folder: string;
  readonly secrets = new Map<string, string>();
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  engine: Engine;
  readonly #redirectPort: number;
  readonly #deviceToken: string;
  #opened = '';
  #isStopped = false;

  constructor(world: WholeWorld, name: string, deviceToken: string, redirectPort: number) {
    this.world = world;
    this.folder = join(world.folder, name);
    mkdirSync(this.folder, { recursive: true });
    this.#redirectPort = redirectPort;
    this.#deviceToken = deviceToken;
    this.engine = this.#createEngine();
  }

  #createEngine(): Engine {
    const { clock, sandbox, relay, workspaceId } = this.world;
    const device = { url: relay.url, workspaceId, deviceToken: this.#deviceToken };
    const engine = createEngine(
      engineDeps({
        ...providersOf(sandbox),
        clock,
        log: (line) => this.log.push(line),
        dataFolder: this.folder,
        secrets: memorySecrets(this.secrets),
        redirectPort: this.#redirectPort,
        relay: impatientRelayClient(device, clock.now),
        workspaceId,
        openSignIn: (url) => {
          this.#opened = url;
          return Promise.resolve();
        },
      }),
    );
    engine.subscribe((event) => this.events.push(event));
    return engine;
  }

  /** Signs in to HubSpot and connects the first Official Account. */
  async connect(): Promise<void> {
    await signInToSandbox(this.engine, () => this.#opened);
    await this.connectLine(1);
  }

  async connectLine(sequenceNumber: number): Promise<OfficialAccount> {
    const { channelId, channelSecret } = this.world.account;
    return this.engine.setup.connectLine({ channelId, channelSecret, sequenceNumber });
  }

  /** Ends the engine and starts another one on the same folder. */
  async restart(): Promise<void> {
    await this.engine.stop();
    this.engine = this.#createEngine();
    this.engine.start();
  }

  async switchOn(patch: { createsContactsOnFollow?: boolean; createsContactsOnMessage?: boolean }): Promise<void> {
    const [account] = this.engine.setup.officialAccounts();
    if (account === undefined) throw new Error('no account is connected');
    await this.engine.accounts.saveIntegration({ id: account.id, patch });
  }

  /** Reads the engine's database beside it. */
  read<Row>(sql: string, ...parameters: (string | number)[]): Row[] {
    return readDatabase(join(this.folder, 'lumo.db'), sql, ...parameters);
  }

  /** The link of a LINE user, or null. */
  linkOf(userId: string): { contactId: string; origin: string } | null {
    const sql = `SELECT contact_hubspot_id AS contactId, origin FROM id_link JOIN friend ON friend.id = id_link.friend_id WHERE user_id = ?`;
    return this.read<{ contactId: string; origin: string }>(sql, userId)[0] ?? null;
  }

  /** Friends of a view of the match desk. */
  async desk(view: 'open' | 'setAside' | 'requested' = 'open', text = ''): Promise<UnlinkedFriend[]> {
    return (await this.engine.links.unlinked({ officialAccountId: null, text, view, offset: 0, limit: 200 })).rows;
  }

  /** Waits until the match desk shows this friend. */
  unlinked(displayName: string): Promise<UnlinkedFriend> {
    return eventually(`${displayName} at the match desk`, async () =>
      (await this.desk()).find((row) => row.displayName === displayName),
    );
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.engine.stop();
  }
}
