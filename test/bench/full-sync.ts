import { hubSpotPaths } from '../../src/engine/hubspot/api-version';
import { recommendedProperties, technicalProperties } from '../../src/engine/sync/contact-properties';
import type { EngineWorld } from './engine-world';
import { loopDelayRow } from './loop-delay-row';
import { rawUpserts } from './raw-copy';
import type { Row } from './report';
import { settledRss, underWatch } from './statistics';

const area = 'sync';
const megabyte = 1024 * 1024;
/** What a full sync cannot do without, beside the pages: the property definitions, and where changes go on from. */
const fixedCalls = 2;

/** Reads every page as the engine asks for it, parses it, and keeps nothing: what the stand-in and HTTP alone cost. */
async function barePaging(world: EngineWorld): Promise<{ contacts: number; tookMs: number }> {
  const names = [...technicalProperties, ...recommendedProperties].join(',');
  const headers = { authorization: `Bearer ${world.accessToken}` };
  const startedAt = performance.now();
  let contacts = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const place = after === '' ? '' : `&after=${after}`;
    const url = `${world.trial.ready.endpoints.hubspotApi}${hubSpotPaths.contacts}?limit=100${place}&properties=${names}`;
    const answer = await fetch(url, { headers });
    const page: { results: unknown[]; paging?: { next?: { after: string } } } = JSON.parse(await answer.text());
    contacts += page.results.length;
    after = page.paging?.next?.after;
  }
  return { contacts, tookMs: performance.now() - startedAt };
}

/** Full sync of all contacts into an empty database with HubSpot's limits off: calls, rate, main loop, memory. `accounts` are connected before. */
export async function fullSync(world: EngineWorld, shows: boolean, accounts: number): Promise<Row[]> {
  await world.open({ limits: null, relay: null });
  await world.connectHubSpot();
  if (accounts > 0) await world.connectLine(accounts);
  await world.forgetCalls();
  const rssBefore = settledRss();
  const done = await underWatch(() => world.sync('full'));
  const calls = await world.calls();
  const rssAfter = settledRss();
  if (done.run.processed !== world.size.contacts) throw new Error(`${done.run.processed} contacts were synced.`);
  if (!shows) return [];

  const companies = world.read<{ n: number }>('SELECT count(DISTINCT company_id) AS n FROM contact')[0]?.n ?? 0;
  const minimum = Math.ceil(world.size.contacts / 100) + Math.ceil(companies / 100) + fixedCalls;
  const rate = (world.size.contacts * 1_000) / done.tookMs;
  const bare = await barePaging(world);
  const copied = { table: 'contact', key: 'hubspot_id', indexKey: 'id', synchronous: 'NORMAL' } as const;
  const raw = rawUpserts(world.databaseFile, { ...copied, rowsPerTransaction: 100, hasIndex: true });
  const rawTable = rawUpserts(world.databaseFile, { ...copied, rowsPerTransaction: 100, hasIndex: false });
  const rawAtOnce = rawUpserts(world.databaseFile, { ...copied, rowsPerTransaction: 2_000, hasIndex: false });
  const bareRate = (bare.contacts * 1_000) / bare.tookMs;
  const steps = [...done.stepMs].map(([step, ms]) => `${step} ${(ms / 1_000).toFixed(1)} s`).join(', ');
  const pages = Math.ceil(world.size.contacts / 100);
  return [
    {
      area,
      name: 'HubSpot calls',
      value: calls.total,
      unit: '',
      bound: minimum,
      boundName: 'needed',
      aim: { of: 'ratio', atMost: 1.05 },
      note: `needed = ${pages} pages of 100 + ${Math.ceil(companies / 100)} batches of 100 companies + property definitions + newest modified time`,
    },
    {
      area,
      name: 'contacts a second, no limit',
      value: rate,
      unit: '/s',
      bound: raw.perSecond,
      boundName: '/s raw upserts + index',
      note: `${(done.tookMs / 1_000).toFixed(1)} s: ${steps}`,
    },
    {
      area,
      name: '  against the table alone',
      value: rate,
      unit: '/s',
      bound: rawTable.perSecond,
      boundName: '/s raw upserts',
    },
    {
      area,
      name: '  against large transactions',
      value: rate,
      unit: '/s',
      bound: rawAtOnce.perSecond,
      boundName: '/s raw, 2,000 a transaction',
    },
    { area, name: '  against bare paging', value: rate, unit: '/s', bound: bareRate, boundName: '/s fetch + parse' },
    {
      area,
      name: 'main thread a contact',
      value: (done.cpuMs * 1_000) / world.size.contacts,
      unit: 'us of processor',
      bound: raw.cpuMicros,
      boundName: 'us raw upsert + index',
    },
    await loopDelayRow(area, done),
    {
      area,
      name: 'memory at its highest',
      value: done.peakRssBytes / megabyte,
      unit: 'MB',
      bound: rssBefore / megabyte,
      boundName: 'MB before',
    },
    {
      area,
      name: 'memory after',
      value: rssAfter / megabyte,
      unit: 'MB',
      bound: rssBefore / megabyte,
      boundName: 'MB before',
    },
  ];
}
