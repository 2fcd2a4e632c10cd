import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { coldStart } from './cold-start';
import { DesktopWorld } from './desktop-world';
import { EngineWorld } from './engine-world';
import { fullSync } from './full-sync';
import { incrementalSync } from './incremental';
import { catchUp } from './intake';
import { type Row, saveReport, toTable } from './report';
import { searchAndPages } from './search';
import { throttledSync } from './throttled';
import { webhookToScreen } from './webhook-to-screen';

const areas = ['sync', 'incremental', 'intake', 'search', 'throttled', 'start', 'screen'] as const;
type Area = (typeof areas)[number];

const usage = `npm run bench -- [${areas.join('] [')}] [--contacts N] [--throttled-contacts N]

Measures what is named, or everything. Times never make it fail.
`;

interface Chosen {
  areas: ReadonlySet<Area>;
  contacts: number;
  throttledContacts: number;
}

function chosenFrom(args: readonly string[]): Chosen | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      contacts: { type: 'string', default: '100000' },
      'throttled-contacts': { type: 'string', default: '40000' },
      help: { type: 'boolean', default: false },
    },
  });
  const named = areas.filter((area) => positionals.includes(area));
  const [contacts, throttledContacts] = [Number(values.contacts), Number(values['throttled-contacts'])];
  const isWrong = named.length !== new Set(positionals).size || !(contacts >= 1_000) || !(throttledContacts >= 1_000);
  if (values.help || isWrong) return null;
  return { areas: new Set(named.length === 0 ? areas : named), contacts, throttledContacts };
}

/** The engine's rows. Each stands on the one before: changes and messages come to contacts that were synced. */
async function engineRows({ areas: wanted, contacts }: Chosen): Promise<Row[]> {
  const world = await EngineWorld.start({ contacts, friends: 1_200, messages: 30_000 });
  try {
    const rows = await fullSync(world, wanted.has('sync'));
    if (wanted.has('incremental')) rows.push(...(await incrementalSync(world)));
    if (wanted.has('intake') || wanted.has('search')) rows.push(...(await catchUp(world, wanted.has('intake'))));
    if (wanted.has('search')) rows.push(...(await searchAndPages(world)));
    return rows;
  } finally {
    await world.stop();
  }
}

async function desktopRows({ areas: wanted }: Chosen): Promise<Row[]> {
  const world = await DesktopWorld.start();
  try {
    const rows = await world.setUp();
    if (wanted.has('screen')) rows.push(...(await webhookToScreen(world)));
    await world.quit();
    if (wanted.has('start')) rows.push(...(await coldStart(world)));
    return rows;
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
  const rows: Row[] = [];
  const startedAt = performance.now();
  const say = (text: string) =>
    process.stdout.write(`[${Math.round((performance.now() - startedAt) / 1_000)} s] ${text}\n`);
  if (has('sync', 'incremental', 'intake', 'search')) {
    say(
      `engine with ${chosen.contacts.toLocaleString('en')} contacts: ${areas
        .slice(0, 4)
        .filter((name) => has(name))
        .join(', ')}`,
    );
    rows.push(...(await engineRows(chosen)));
  }
  if (has('throttled')) {
    say('full sync under the limit of 190 calls in 10 s');
    rows.push(...(await throttledSync(chosen.throttledContacts)));
  }
  if (has('start', 'screen')) {
    say('the console in Electron');
    rows.push(...(await desktopRows(chosen)));
  }
  const file = saveReport(resolve('bench-results'), rows, { contacts: chosen.contacts });
  process.stdout.write(`\n${toTable(rows)}\n\n`);
  say(`done, also in ${file}`);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
