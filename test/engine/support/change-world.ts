import { join } from 'node:path';
import { createEngine, type Engine } from '../../../src/engine';
import type { Relay } from '../../../src/relay/server';
import type { Sandbox } from '../../../src/sandbox/server';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { SyncRun } from '../../../src/shared/model/sync';
import { controlCall } from '../../support/control-call';
import { readDatabase } from '../../support/read-database';
import { engineDeps, providersOf } from './engine-deps';
import { eventually } from './eventually';
import { createFastClock, type FastClock } from './fast-clock';
import { usualProperties } from './hubspot-world';
import { memorySecrets } from './memory-secrets';
import { offeredAccount, offeredSecrets } from './offered-account';
import { hasEntriesAfter, impatientRelayClient, type RelayDevice } from './relay-log';
import { addProperties, signInToSandbox } from './sandbox-sign-in';
import { type StandIns, startStandIns } from './stand-ins';
import { runEnded, runSync } from './sync-run';

/** HubSpot with its webhooks, LINE, a relay and the whole engine, on one fast clock. */
export class ChangeWorld {
  readonly clock: FastClock;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  readonly folder: string;
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  readonly #standIns: StandIns;
  readonly #secrets = new Map<string, string>();
  readonly #device: RelayDevice;
  #opened = '';
  engine: Engine;

  private constructor(clock: FastClock, standIns: StandIns) {
    this.clock = clock;
    this.sandbox = standIns.sandbox;
    this.relay = standIns.relay;
    this.folder = standIns.folder;
    this.#standIns = standIns;
    this.#device = { url: standIns.relay.url, ...standIns.workspace };
    this.engine = this.createEngine();
  }

  /** A world whose contacts are synced already, with the first Official Account connected as number 1. */
  static async start(options: { contacts?: number; friends?: number } = {}): Promise<ChangeWorld> {
    const clock = createFastClock(10);
    const { contacts = 60, friends = 5 } = options;
    const world = new ChangeWorld(clock, await startStandIns('changes', { contacts, friends, now: clock.now }));
    const { relay } = world;
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.#connect();
    await world.control('PUT', '/hubspot/webhook', { targetUrl: `${relay.url}/hooks/hubspot`, retryDelayScale: 0.001 });
    await world.sync('full');
    return world;
  }

  createEngine(): Engine {
    const { clock } = this;
    const engine = createEngine(
      engineDeps({
        ...providersOf(this.sandbox),
        clock,
        log: (line) => this.log.push(line),
        dataFolder: join(this.folder, 'data'),
        secrets: memorySecrets(this.#secrets),
        redirectPort: this.#standIns.redirectPort,
        relay: impatientRelayClient(this.#device, clock.now),
        workspaceId: this.#device.workspaceId,
        suggestedChannelSecrets: offeredSecrets(this.sandbox.officialAccounts),
        openSignIn: (url) => {
          this.#opened = url;
          return Promise.resolve();
        },
      }),
    );
    engine.subscribe((event) => this.events.push(event));
    return engine;
  }

  async restart(whileDown: () => Promise<void> = async () => undefined): Promise<void> {
    await this.engine.stop();
    await whileDown();
    this.engine = this.createEngine();
    await this.engine.start();
  }

  sync(kind: 'full' | 'incremental'): Promise<SyncRun> {
    return runSync(this.engine.sync, kind);
  }

  ended(runId: string): Promise<SyncRun> {
    return runEnded(this.engine.sync, runId);
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
    return readDatabase(join(this.folder, 'data', 'lumo.db'), sql, ...parameters);
  }

  control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    return controlCall(this.sandbox.endpoints.control, method, path, body);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.#standIns.close();
  }

  async #isBehindRelay(): Promise<boolean> {
    const [cursor] = this.read<{ seq: number }>('SELECT seq FROM relay_cursor');
    return hasEntriesAfter(this.#device, cursor?.seq ?? 0);
  }

  async #connect(): Promise<void> {
    await signInToSandbox(this.engine, () => this.#opened);
    await addProperties(this.engine, usualProperties);
    const { channelId } = offeredAccount(this.sandbox);
    await this.engine.setup.connectLine({ channelId, channelSecret: null, sequenceNumber: 1 });
  }
}
