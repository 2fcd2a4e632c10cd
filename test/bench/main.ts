import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { coldStart } from './cold-start';
import { DesktopWorld } from './desktop-world';
import { disconnectHubSpot } from './disconnect';
import { EngineWorld } from './engine-world';
import { fullSync } from './full-sync';
import { groupSync } from './groups';
import { incrementalSync } from './incremental';
import { catchUp } from './intake';
import { listMembers } from './lists';
import { reconciliation } from './reconcile';
import { relayFanOut } from './relay/fan-out';
import { relayIngest } from './relay/ingest';
import { relayServerTaskSchema, runRelayServer } from './relay/relay-server';
import { type Row, saveReport, toTable } from './report';
import { searchAndPages } from './search';
import { throttledSync } from './throttled';
import { webhookToScreen } from './webhook-to-screen';

const areas = [
  'sync',
  'incremental',
  'reconcile',
  'lists',
  'intake',
  'groups',
  'search',
  'disconnect',
  'throttled',
  'relay',
  'start',
  'screen',
] as const;
type Area = (typeof areas)[number];

const usage = `npm run bench -- [${areas.join('] [')}] [--contacts N] [--throttled-contacts N] [--list-members N] [--accounts N]

Measures what is named, or everything. Times never make it fail.
`;

interface Chosen {
  areas: ReadonlySet<Area>;
  contacts: number;
  throttledContacts: number;
  listMembers: number;
  /** Official Accounts that are connected before the full sync. */
  accounts: number;
}

function chosenFrom(args: readonly string[]): Chosen | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      contacts: { type: 'string', default: '100000' },
      'throttled-contacts': { type: 'string', default: '40000' },
      'list-members': { type: 'string', default: '50000' },
      accounts: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  const named = areas.filter((area) => positionals.includes(area));
  const [contacts, throttledContacts] = [Number(values.contacts), Number(values['throttled-contacts'])];
  const [members, accounts] = [Number(values['list-members']), Number(values.accounts)];
  const isWrong =
    named.length !== new Set(positionals).size ||
    !(contacts >= 1_000) ||
    !(throttledContacts >= 1_000) ||
    !(members >= 1) ||
    !(accounts >= 0 && accounts <= 30);
  if (values.help || isWrong) return null;
  return {
    areas: new Set(named.length === 0 ? areas : named),
    contacts,
    throttledContacts,
    listMembers: members,
    accounts,
  };
}

/** Takes rows as they come; a measurement that breaks is told and does not take the others with it. */
class Collector {
  readonly rows: Row[] = [];
  readonly broken: unknown[] = [];
  readonly #startedAt = performance.now();

  say(text: string): void {
    process.stdout.write(`[${Math.round((performance.now() - this.#startedAt) / 1_000)} s] ${text}\n`);
  }

  /** True when the measurement went well. */
  async take(what: string, measure: () => Promise<Row[]>): Promise<boolean> {
    this.say(what);
    try {
      this.rows.push(...(await measure()));
      return true;
    } catch (error) {
      this.broken.push(error);
      console.error(error);
      return false;
    }
  }
}

/** Each measurement stands on the one before: changes and messages come to contacts that were synced. */
async function measureEngine(
  { areas: wanted, contacts, listMembers: members, accounts }: Chosen,
  into: Collector,
): Promise<void> {
  into.say('seeding the sandbox');
  const world = await EngineWorld.start({ contacts, friends: 1_200, messages: 30_000 });
  try {
    const count = contacts.toLocaleString('en');
    if (!(await into.take(`full sync of ${count} contacts`, () => fullSync(world, wanted.has('sync'), accounts))))
      return;
    if (wanted.has('incremental')) await into.take('incremental sync', () => incrementalSync(world));
    if (wanted.has('reconcile')) await into.take('contacts that went without an event', () => reconciliation(world));
    if (wanted.has('lists')) await into.take('members of a list', () => listMembers(world, members));
    const needsChats = wanted.has('intake') || wanted.has('groups') || wanted.has('search');
    const isCaughtUp =
      needsChats && (await into.take('catching up with the chats', () => catchUp(world, wanted.has('intake'))));
    if (isCaughtUp && wanted.has('groups')) await into.take('groups as companies', () => groupSync(world));
    if (isCaughtUp && wanted.has('search')) await into.take('search', () => searchAndPages(world));
    // Nothing is left to be measured after it.
    if (wanted.has('disconnect')) await into.take('disconnecting HubSpot', () => disconnectHubSpot(world));
  } finally {
    await world.stop();
  }
}

async function measureDesktop({ areas: wanted }: Chosen, into: Collector): Promise<void> {
  into.say('seeding the sandbox');
  const world = await DesktopWorld.start();
  try {
    if (!(await into.take('wizard and first sync in Electron', () => world.setUp()))) return;
    if (wanted.has('screen')) await into.take('webhook to screen', () => webhookToScreen(world));
    await world.quit();
    if (wanted.has('start')) await into.take('cold start', () => coldStart(world));
  } finally {
    await world.stop();
  }
}

async function main(): Promise<void> {
  const chosen = chosenFrom(process.argv.slice(2));
  if (chosen === null) {
    process.stdout.write(usage);
    process.exitCode = process.argv.includes('--help') ? 0 : 2;
    return;
  }
  const has = (...names: Area[]) => names.some((name) => chosen.areas.has(name));
  const into = new Collector();
  if (has('sync', 'incremental', 'reconcile', 'lists', 'intake', 'groups', 'search', 'disconnect'))
    await measureEngine(chosen, into);
  if (has('throttled')) {
    await into.take('full sync under the limit of 190 calls in 10 s', () => throttledSync(chosen.throttledContacts));
  }
  if (has('relay')) {
    await into.take('webhooks into the relay', () => relayIngest('SQLite', null));
    await into.take('from the relay to consoles', () => relayFanOut('SQLite', null));
  }
  if (has('start', 'screen')) await measureDesktop(chosen, into);
  const file = saveReport(resolve('bench-results'), into.rows, { contacts: chosen.contacts });
  process.stdout.write(`\n${toTable(into.rows)}\n\n`);
  into.say(`done, also in ${file}`);
  if (into.broken.length > 0) process.exitCode = 1;
}

const serverTask = process.env.BENCH_RELAY_SERVER;
const fail = (error: unknown) => {
  console.error(error);
  process.exit(1);
};
// the relay's writer thread loads this same bundle
if (isMainThread) {
  if (serverTask === undefined) main().then(() => process.exit(), fail);
  else runRelayServer(relayServerTaskSchema.parse(JSON.parse(serverTask))).catch(fail);
}
