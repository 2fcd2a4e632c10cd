import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../../relay/bundle';
import { startEngineProcess } from '../support/engine-process';
import { eventually } from '../support/eventually';
import { HubSpotWorld } from '../support/hubspot-world';

let folder: string;
let file: string;
let world: HubSpotWorld;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-engine-build-'));
  file = await bundle('src/engine/server.ts', folder);
  world = await HubSpotWorld.start({ contacts: 3_000, clock: { now: Date.now, after: () => () => undefined } });
  await world.engine.start();
  await world.connect();
  await world.engine.stop();
});
afterAll(async () => {
  await world.sandbox.close();
  rmSync(world.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

it('a full pull that is killed again and again ends under the same run with every contact once', async () => {
  const runs = () =>
    world.read<{ id: string; status: string; processed: number; trigger: string }>('SELECT * FROM sync_run');
  await world.control('POST', '/faults', {
    service: 'hubspot',
    path: '^/crm/objects/2026-03/contacts$',
    kind: 'slow',
    delayMs: 25,
    times: 1_000,
  });
  let killedAt = 0;
  for (const _ of [1, 2, 3]) {
    const engine = startEngineProcess(file, world);
    await eventually('further pages', () => (runs()[0]?.processed ?? 0) >= killedAt + 500, 60_000);
    await engine.kill('SIGKILL');
    killedAt = runs()[0]?.processed ?? 0;
    // counts and what they count are one transaction, wherever the kill fell
    expect(world.read<{ n: number }>('SELECT count(*) AS n FROM sync_seen')[0]?.n).toBe(killedAt);
  }
  const engine = startEngineProcess(file, world);
  await eventually('the run ended', () => runs().every((run) => run.status !== 'running'), 60_000);
  expect(runs()).toHaveLength(1);
  expect(runs()[0]).toMatchObject({ status: 'completed', processed: 3_000, trigger: 'resumed' });
  const [counted] = world.read<{ n: number; distinctIds: number }>(
    'SELECT count(*) AS n, count(DISTINCT hubspot_id) AS distinctIds FROM contact',
  );
  expect(counted).toEqual({ n: 3_000, distinctIds: 3_000 });
  expect(await engine.kill('SIGTERM')).toBe(0);
  expect(engine.lines.join('\n')).not.toContain(world.sandbox.hubspotClient.clientSecret);
}, 300_000);
