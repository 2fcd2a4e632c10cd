import BetterSqlite3 from 'better-sqlite3';
import { foldText } from '../../src/engine/storage/search-text';
import type { EngineWorld } from './engine-world';
import type { Row } from './report';
import { percentile, timed } from './statistics';

const area = 'search';
const termsOfKind = 20;
const repeats = 5;
/** As many as the palette asks for. */
const limit = 6;

interface Sample {
  name: string;
  email: string | null;
}

/** Words that people of this data would type, by kind, taken from the data itself. */
function termsOf(world: EngineWorld): Map<string, string[]> {
  const total = world.size.contacts;
  const step = Math.max(1, Math.floor(total / 4_000));
  const samples = world.read<Sample>('SELECT display_name AS name, email FROM contact WHERE id % ? = 0', step);
  const counted = new Map<string, number>();
  for (const { name } of samples) {
    const family = /^(\p{Script=Han}{2}) /u.exec(name)?.[1];
    if (family !== undefined) counted.set(family, (counted.get(family) ?? 0) + 1);
  }
  const common = [...counted].sort((a, b) => b[1] - a[1]).map(([family]) => family);
  const some = (found: (string | undefined | null)[]) =>
    [...new Set(found.filter((term) => term !== undefined && term !== null && term !== ''))]
      .map(String)
      .slice(0, termsOfKind);
  return new Map([
    ['common two-character family name', some(common)],
    ['one person by the full name', some(samples.map(({ name }) => (name.includes(' ') ? name : null)))],
    ['Thai, three letters', some(samples.map(({ name }) => /\p{Script=Thai}{3}/u.exec(name)?.[0]))],
    ['three Latin letters', some(samples.map(({ name }) => /\b[A-Z][a-z]{2}/.exec(name)?.[0]))],
    ['part of an e-mail address', some(samples.map(({ email }) => email?.split('@')[0]?.slice(0, 8)))],
  ]);
}

/** Search over contacts, friends and messages, and windows of the contact table, in a process that does nothing else. */
export async function searchAndPages(world: EngineWorld): Promise<Row[]> {
  const rows: Row[] = [];
  const database = new BetterSqlite3(world.databaseFile, { readonly: true });
  const scan = database.prepare<[string, string]>(
    `SELECT (SELECT count(*) FROM contact WHERE search_text LIKE ?), (SELECT count(*) FROM message WHERE search_text LIKE ?)`,
  );
  for (const [kind, terms] of termsOf(world)) {
    if (terms.length === 0) continue;
    const samples: number[] = [];
    for (let i = 0; i < repeats; i++) {
      for (const text of terms) samples.push(await timed(() => world.engine.search.query({ text, limit })));
    }
    const scans: number[] = [];
    for (const term of terms.slice(0, 3)) {
      const like = `%${foldText(term)}%`;
      scans.push(await timed(() => scan.get(like, like)));
    }
    rows.push({
      area,
      name: `${kind} p95`,
      value: percentile(samples, 95),
      unit: 'ms',
      bound: percentile(scans, 50),
      boundName: 'ms reading every row',
      aim: { of: 'value', atMost: 50 },
      note: `p50 ${percentile(samples, 50).toFixed(1)} ms, longest ${Math.max(...samples).toFixed(1)} ms; such as ${terms[0]}`,
    });
  }
  database.close();

  const { total } = await world.engine.contacts.page({ filter: { text: '' }, sort: 'name', offset: 0, limit: 1 });
  const options = await world.engine.contacts.filterOptions(undefined);
  const stages = options.lifecycleStages.map((stage) => stage.value);
  const windows: [string, (i: number) => Promise<unknown>][] = [
    ['first window', () => world.engine.contacts.page({ filter: { text: '' }, sort: 'name', offset: 0, limit: 100 })],
    [
      'last window',
      () =>
        world.engine.contacts.page({
          filter: { text: '' },
          sort: 'name',
          offset: Math.max(0, total - 100),
          limit: 100,
        }),
    ],
    [
      'first window of a new filter',
      (i) => {
        const stage = stages[i % stages.length];
        const filter = { text: '', lifecycleStages: stage === undefined ? [] : [stage] };
        return world.engine.contacts.page({ filter, sort: i % 2 === 0 ? 'name' : 'modified', offset: 0, limit: 100 });
      },
    ],
    ['filter options', () => world.engine.contacts.filterOptions(undefined)],
  ];
  for (const [name, ask] of windows) {
    const samples: number[] = [];
    for (let i = 0; i < 30; i++) samples.push(await timed(() => ask(i)));
    rows.push({
      area,
      name: `contacts: ${name} p95`,
      value: percentile(samples, 95),
      unit: 'ms',
      aim: { of: 'value', atMost: 16 },
      note: `p50 ${percentile(samples, 50).toFixed(1)} ms`,
    });
  }
  return rows;
}
