import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Engine } from '../../../src/engine';
import type { Relay } from '../../../src/relay/server';
import type { Sandbox } from '../../../src/sandbox/server';
import { contactIdSchema } from '../../../src/shared/model/ids';
import type { SyncRun } from '../../../src/shared/model/sync';
import { bundle } from '../../relay/bundle';
import { controlCall } from '../../support/control-call';
import { readDatabase } from '../../support/read-database';
import { type EngineTask, reportSchema } from './engine-child';
import { providersOf } from './engine-deps';
import { eventually } from './eventually';
import { createFastClock } from './fast-clock';
import { offeredAccount } from './offered-account';
import { hasEntriesAfter } from './relay-log';
import { answerConsent } from './sandbox-sign-in';
import { type StandIns, startStandIns } from './stand-ins';
import { runEnded, runSync } from './sync-run';

type Groups = Pick<Engine, 'accounts' | 'contacts' | 'dashboard' | 'links' | 'lists' | 'mapping' | 'setup' | 'sync'>;
type Procedure = (input: never) => unknown;
type InputOf<Called> = Called extends (input: infer Input) => unknown ? Input : never;
type AnswerOf<Called> = Called extends Procedure ? Awaited<ReturnType<Called>> : never;

/** Waits of the product pass so many times as fast. */
const factor = 10;

/** The engine's process as one file, for all worlds of a test file. */
let built: Promise<string> | null = null;
function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-kill-built-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return bundle('test/engine/support/engine-child.ts', folder);
}

interface Life {
  child: ChildProcess;
  calls: Map<number, { done(answer: unknown): void; fail(error: Error): void }>;
  exit: Promise<void>;
}

/** HubSpot, LINE and a relay on loopback, and a whole engine in a process that dies as by `kill -9` and comes back. */
export class KillWorld {
  readonly dataFolder: string;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  readonly log: string[] = [];
  readonly #standIns: StandIns;
  readonly #entry: string;
  readonly #task: EngineTask;
  readonly #syncService: Pick<Engine['sync'], 'run' | 'start'> = {
    run: (input) => this.call('sync', 'run', input),
    start: (input) => this.call('sync', 'start', input),
  };
  #life: Life | null = null;
  #calls = 0;
  #signIn = '';

  private constructor(standIns: StandIns, entry: string, start: number) {
    const { folder, sandbox, relay, workspace, redirectPort } = standIns;
    this.dataFolder = join(folder, 'data');
    mkdirSync(this.dataFolder);
    this.sandbox = sandbox;
    this.relay = relay;
    this.#standIns = standIns;
    this.#entry = entry;
    this.#task = {
      ...providersOf(sandbox),
      dataFolder: this.dataFolder,
      relay: { url: relay.url, ...workspace },
      redirectPort,
      clock: { factor, start },
    };
  }

  /** A console that is connected to HubSpot, with its contacts here and two items that both sides may change. */
  static async start({ contacts = 300 }: { contacts?: number } = {}): Promise<KillWorld> {
    built ??= build();
    const entry = await built;
    const start = Date.now();
    const { now } = createFastClock(factor, start);
    const standIns = await startStandIns('kill', { contacts, friends: 6, now });
    const world = new KillWorld(standIns, entry, start);
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.launch();
    await world.#connect();
    return world;
  }

  /** Starts the engine's process, also on what an earlier one left. */
  async launch(): Promise<void> {
    const child = spawn(process.execPath, [this.#entry], {
      env: { ...process.env, ENGINE_TASK: JSON.stringify(this.#task) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const exit = new Promise<void>((done) => child.once('exit', () => done()));
    const life: Life = { child, calls: new Map(), exit };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.log.push(text));
    await new Promise<void>((started, failed) => {
      child.once('exit', (code, signal) => {
        const ended = new Error(`the engine ended: ${code ?? signal}`);
        failed(ended);
        if (signal !== 'SIGKILL') for (const call of life.calls.values()) call.fail(ended);
      });
      child.on('message', (data) => {
        const report = reportSchema.parse(data);
        if (report.type === 'started') started();
        else if (report.type === 'signIn') this.#signIn = report.url;
        else {
          const call = life.calls.get(report.id);
          life.calls.delete(report.id);
          if (report.type === 'answer') call?.done(report.answer);
          else call?.fail(new Error(`${report.code}: ${report.message}`));
        }
      });
    });
    this.#life = life;
  }

  /** Ends the process as a power cut does. Calls that it has not answered are never answered. */
  async kill(): Promise<void> {
    const life = this.#life;
    this.#life = null;
    life?.child.kill('SIGKILL');
    await life?.exit;
  }

  async killAndLaunch(): Promise<void> {
    await this.kill();
    await this.launch();
  }

  /** Calls a procedure of the engine. */
  call<Group extends keyof Groups, Name extends keyof Groups[Group] & string>(
    group: Group,
    name: Name,
    input: InputOf<Groups[Group][Name]>,
  ): Promise<AnswerOf<Groups[Group][Name]>> {
    const life = this.#life;
    if (life === null) throw new Error('the engine does not run');
    const id = this.#calls++;
    return new Promise((done, fail) => {
      life.calls.set(id, { done: (answer) => done(answer as AnswerOf<Groups[Group][Name]>), fail });
      life.child.send({ id, group, name, input });
    });
  }

  sync(kind: 'full' | 'incremental'): Promise<SyncRun> {
    return runSync(this.#syncService, kind);
  }

  ended(runId: string): Promise<SyncRun> {
    return runEnded(this.#syncService, runId);
  }

  /** Sets a field as a person does. */
  edit(contactId: string, propertyName: string, value: string): Promise<unknown> {
    return this.call('contacts', 'saveField', {
      contactId: contactIdSchema.parse(contactId),
      propertyName,
      value,
      isBackward: false,
    });
  }

  /** The contact's field as it is shown. */
  async field(contactId: string, propertyName: string) {
    const detail = await this.call('contacts', 'get', { id: contactIdSchema.parse(contactId) });
    const found = detail.properties.find((property) => property.name === propertyName);
    if (found === undefined) throw new Error(`no ${propertyName}`);
    return found;
  }

  /** Values that HubSpot holds. */
  async inHubSpot(contactId: string): Promise<Record<string, string | null>> {
    const path = `/hubspot/records/contacts/${contactId}`;
    return (await this.control<{ values: Record<string, string | null> }>('GET', path)).values;
  }

  /** Plans a fault of HubSpot; `happened` waits for its first hit. */
  async fault(rule: {
    kind: string;
    path: string;
    times?: number;
    skip?: number;
    delayMs?: number;
    status?: number;
  }): Promise<{ happened(): Promise<unknown> }> {
    const { id } = await this.control<{ id: number }>('POST', '/faults', { service: 'hubspot', ...rule });
    return {
      happened: () =>
        eventually(`fault ${rule.kind} on ${rule.path}`, async () => {
          const faults = await this.control<{ id: number; hits: number }[]>('GET', '/faults');
          return faults.some((fault) => fault.id === id && fault.hits > 0);
        }),
    };
  }

  /** The calls that HubSpot worked on whose path has this part, since they were forgotten last. */
  async callsTo(part: string): Promise<{ query: string; body: string }[]> {
    const asked = '/hubspot/requests?limit=1000';
    const { results } = await this.control<{ results: { path: string; query: string; body: string }[] }>('GET', asked);
    return results.filter(({ path }) => path.includes(part));
  }

  forgetCalls(): Promise<unknown> {
    return this.control('DELETE', '/hubspot/requests');
  }

  /** Sends HubSpot's events to the relay from here on. */
  async hearChanges(): Promise<void> {
    const targetUrl = `${this.relay.url}/hooks/hubspot`;
    await this.control('PUT', '/hubspot/webhook', { targetUrl, retryDelayScale: 0.001 });
  }

  /** Waits until HubSpot has sent everything, also what the relay has not handed on yet. */
  async told(): Promise<void> {
    await eventually('HubSpot has told everything', async () => {
      const { pending } = await this.control<{ pending: number }>('GET', '/hubspot/webhook');
      return pending === 0;
    });
  }

  /** Waits until everything that HubSpot told is worked off. */
  async applied(): Promise<void> {
    await this.told();
    await eventually('all events are applied', async () => {
      const open = this.read('SELECT 1 FROM hubspot_change WHERE worked_at IS NULL LIMIT 1');
      return open.length === 0 && !(await this.#isBehindRelay());
    });
  }

  /** Reads the engine's database beside it. */
  read<Row>(sql: string, ...parameters: (string | number)[]): Row[] {
    return readDatabase(join(this.dataFolder, 'lumo.db'), sql, ...parameters);
  }

  /** Puts a copy of the database where the product keeps its own, as if it had been made an hour ago. */
  async backUp(): Promise<void> {
    const folder = join(this.dataFolder, 'backups');
    mkdirSync(folder, { recursive: true });
    const database = new BetterSqlite3(join(this.dataFolder, 'lumo.db'), { readonly: true });
    const version = String(database.pragma('user_version', { simple: true }));
    await database.backup(join(folder, `lumo-${Date.now() - 3_600_000}-v${version}.db`));
    database.close();
  }

  /** Files of the data folder, with everything in it, in whose bytes one of the words stands. */
  filesWith(words: readonly string[]): string[] {
    const files = readdirSync(this.dataFolder, { recursive: true, withFileTypes: true });
    return files.flatMap((file) => {
      if (!file.isFile()) return [];
      const bytes = readFileSync(join(file.parentPath, file.name));
      return words.filter((word) => bytes.includes(word)).map((word) => `${file.name}: ${word}`);
    });
  }

  control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    return controlCall(this.sandbox.endpoints.control, method, path, body);
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.#standIns.close();
  }

  /** Connects an Official Account; gives its bot user id. */
  async connectLine(index: number): Promise<string> {
    const { channelId, channelSecret } = offeredAccount(this.sandbox, index);
    return (await this.call('setup', 'connectLine', { channelId, channelSecret, sequenceNumber: index + 1 })).id;
  }

  async #isBehindRelay(): Promise<boolean> {
    const [cursor] = this.read<{ seq: number }>('SELECT seq FROM relay_cursor');
    return hasEntriesAfter(this.#task.relay, cursor?.seq ?? 0);
  }

  async #connect(): Promise<void> {
    await this.call('setup', 'connectHubSpot', undefined as never);
    await answerConsent(await eventually('a page to sign in', () => this.#signIn || null));
    await eventually('connected', async () => (await this.call('dashboard', 'state', undefined)).hubSpot !== null);
    await this.call('mapping', 'choices', undefined);
    await this.call('setup', 'saveProperties', { names: ['firstname', 'lastname', 'email', 'phone'] });
    await this.call('mapping', 'change', { propertyName: 'phone', rule: 'mostRecentWins' });
    await this.call('mapping', 'add', {
      propertyName: 'jobtitle',
      lumoItem: 'custom:jobtitle',
      rule: 'mostRecentWins',
      appliesToExisting: true,
    });
    await this.connectLine(0);
    const run = await this.sync('full');
    if (run.status !== 'completed') throw new Error(`the first run is ${run.status}: ${JSON.stringify(run.problem)}`);
  }
}
