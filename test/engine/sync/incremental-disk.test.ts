import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createIds } from '../../../src/engine';
import { createEventBus } from '../../../src/engine/core/event-bus';
import { createLogger } from '../../../src/engine/core/logger';
import { createHubSpotPort } from '../../../src/engine/hubspot';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { createSyncRunRepository } from '../../../src/engine/storage/sync-run-repository';
import { createSync } from '../../../src/engine/sync';
import { startSandbox } from '../../../src/sandbox/server';
import { syncRunIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { createFastClock } from '../support/fast-clock';

it('a run that finds the disk full says so, keeps what it has, and the next one goes on', async () => {
  const clock = createFastClock(20);
  const folder = mkdtempSync(join(tmpdir(), 'lumo-disk-'));
  const sandbox = await startSandbox({ dataFolder: null, contacts: 900, friends: 1, messages: 0, now: clock.now });
  const issued = await fetch(`${sandbox.endpoints.control}/hubspot/tokens/static`, { method: 'POST', body: '{}' });
  const { token }: { token: string } = JSON.parse(await issued.text());
  const logger = createLogger(() => undefined, clock.now);
  const path = join(folder, 'lumo.db');
  const { database: storage } = openDatabase({ path, backupFolder: join(folder, 'backups'), clock, logger });
  const tokens = JSON.stringify({ kind: 'static', accessToken: token, hubId: '62515001' });
  const hubSpot = createHubSpotPort({
    clock,
    random: Math.random,
    logger,
    secrets: { get: () => tokens, set: () => undefined, delete: () => undefined },
    apiUrl: sandbox.endpoints.hubspotApi,
    app: sandbox.hubspotClient,
    limits: { perTenSeconds: 190, searchesPerSecond: 4 },
    timeZone: () => 'UTC',
    onHealth: () => undefined,
  });
  const nothing = async () => undefined;
  const sync = createSync({
    storage,
    hubSpot,
    clock,
    ids: createIds(clock.now),
    logger,
    events: createEventBus(),
    officialAccounts: () => [],
    formerNumbers: () => [],
    isConnected: () => true,
    syncIntervalMinutes: () => 0,
    restoreLink: () => false,
    refreshFriends: nothing,
    makeContacts: nothing,
    syncLists: nothing,
    syncGroups: nothing,
  });
  onTestFinished(async () => {
    await sync.stop();
    storage.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await sync.prepareAccount();
  await sync.saveProperties({ names: ['firstname', 'lastname', 'email'] });
  const runs = createSyncRunRepository(storage);
  const count = () => storage.prepare<[], number>('SELECT count(*) FROM contact').pluck().get() ?? 0;
  const ended = (id: string) =>
    eventually('the run is recorded', () => {
      const run = runs.get(syncRunIdSchema.parse(id));
      return run === null || run.status === 'running' ? null : run;
    });

  const pages = Number(storage.pragma('page_count', { simple: true }));
  storage.pragma(`max_page_count = ${pages + 60}`);
  const { runId } = await sync.service.start({ kind: 'full' });
  await sync.settled();
  const held = count();
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(900);
  // somebody makes room
  storage.pragma('max_page_count = 1000000');
  clock.jump(60_000);
  expect(await ended(runId)).toMatchObject({ status: 'failed', problem: { code: 'STORAGE_FULL' } });
  expect(count()).toBe(held);
  const { runId: next } = await sync.service.start({ kind: 'incremental' });
  expect(await ended(next)).toMatchObject({ kind: 'full', status: 'completed' });
  expect(count()).toBe(900);
});
