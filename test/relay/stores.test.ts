import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { type FileLimits, FileShelf } from '../../src/relay/files/file-shelf';
import { FileSpaceError, type FileStore } from '../../src/relay/files/file-store';
import { openStores, type RelayStores } from '../../src/relay/open-stores';
import { SecretCipher } from '../../src/relay/workspaces/secret-cipher';
import { SqliteRelayDatabase } from '../../src/relay/workspaces/sqlite-relay-database';
import { startPostgres } from '../support/postgres-server';
import { temporaryFolder } from './relay-harness';

const MIB = 1024 * 1024;
const hour = 3_600_000;
const limits: FileLimits = { maxFileBytes: 4 * MIB, maxWorkspaceBytes: 8 * MIB, minFreeBytes: 0 };
const cipher = new SecretCipher(new Uint8Array(32).fill(7));
const postgres = await startPostgres({ isDurable: false });
afterAll(() => postgres?.stop());

interface Trial {
  /** The stores as one more node opens them. */
  open(): Promise<RelayStores>;
  pass(ms: number): void;
  now(): number;
}

function trialOf(databaseUrl: string | null): Trial {
  let now = 1_795_000_000_000;
  const dataFolder = temporaryFolder();
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    open: async () => {
      const stores = await openStores({
        dataFolder,
        cipher,
        fileLimits: limits,
        now: () => now,
        onTrouble: () => undefined,
        ...(databaseUrl === null ? {} : { databaseUrl }),
      });
      onTestFinished(() => stores.close());
      return stores;
    },
  };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

async function contentOf(files: FileShelf, token: string, start = 0, end?: number): Promise<Buffer> {
  const file = await files.find(token);
  if (typeof file === 'string') throw new Error(file);
  const parts: Uint8Array[] = [];
  for await (const part of files.read(file, start, end ?? file.size - 1)) parts.push(part);
  return Buffer.concat(parts);
}

const ofDay = (trial: Trial) => ({
  name: 'a.png',
  contentType: 'image/png',
  expiresAt: trial.now() + 24 * hour,
  sha256: null,
  length: null,
});

const channel = { botUserId: 'U1', channelId: '1', channelSecret: 'first secret of the channel' };

describe.each([
  ['SQLite', () => Promise.resolve(null)],
  ...(postgres === null ? [] : [['PostgreSQL', () => postgres.createDatabase()] as const]),
] as const)('what the relay keeps, on %s', (_name, address) => {
  const started = async () => trialOf(await address());

  test('nodes that start at once make the tables once, and each sees what the other did', async () => {
    const trial = await started();
    const [one, two] = await Promise.all([trial.open(), trial.open()]);
    const made = await one.devices.create({ name: 'desk', ifTaken: 'replace' });
    expect(await two.devices.ofToken(made.deviceToken)).toMatchObject({ deviceId: made.deviceId, isRevoked: false });
    expect(
      await two.devices.seen([
        { ...made, cursor: 5, isConnected: true },
        { deviceId: 'nobody', cursor: 1, isConnected: true },
      ]),
    ).toEqual(new Set([made.deviceId]));
    expect(await one.devices.listOf(made.workspaceId)).toMatchObject([{ name: 'desk', cursor: 5, isConnected: true }]);
    trial.pass(hour);
    expect(await one.devices.listOf(made.workspaceId)).toMatchObject([{ isConnected: false }]);
    const { code } = await one.pairingCodes.make(made.workspaceId);
    const redeemed = await Promise.all([one.pairingCodes.redeem(code), two.pairingCodes.redeem(code)]);
    expect(redeemed.filter((result) => result === 'expired')).toHaveLength(1);
    const names = Array.from({ length: 5 }, (_, n) => (n % 2 === 0 ? one : two)).map(({ devices }) =>
      devices.create({ workspaceId: made.workspaceId, name: 'desk', ifTaken: 'rename' }),
    );
    await Promise.all(names);
    expect(new Set((await one.devices.listOf(made.workspaceId)).map(({ name }) => name)).size).toBe(6);
    await two.devices.revoke('another workspace', made.deviceId);
    await two.devices.revoke(made.workspaceId, made.deviceId);
    expect(await one.devices.ofToken(made.deviceToken)).toMatchObject({ isRevoked: true });
    expect(await one.devices.seen([{ ...made, cursor: 5, isConnected: false }])).toEqual(new Set());
  });

  test('a changed secret leaves the last one good for an hour, also when it is changed at two nodes at once', async () => {
    const trial = await started();
    const [one, two] = [await trial.open(), await trial.open()];
    const { workspaceId } = await one.devices.create({ ifTaken: 'replace' });
    await one.registry.putChannel(workspaceId, channel);
    await one.registry.putChannel(workspaceId, channel);
    expect(await two.registry.channelsOf('U1')).toEqual([{ workspaceId, secrets: [channel.channelSecret] }]);
    await Promise.all([
      one.registry.putChannel(workspaceId, { ...channel, channelSecret: 'second secret' }),
      two.registry.putChannel(workspaceId, { ...channel, channelSecret: 'second secret' }),
    ]);
    one.registry.forgetChannel('U1');
    expect(await one.registry.channelsOf('U1')).toEqual([
      { workspaceId, secrets: ['second secret', channel.channelSecret] },
    ]);
    trial.pass(hour + 1);
    expect(await one.registry.channelsOf('U1')).toEqual([{ workspaceId, secrets: ['second secret'] }]);
    expect(await one.registry.putPortal(workspaceId, '1')).toBe(true);
    const { workspaceId: other } = await two.devices.create({ ifTaken: 'replace' });
    expect(await two.registry.putPortal(other, '1')).toBe(false);
    await two.registry.removePortal(other, '1');
    await one.registry.removePortal(workspaceId, '1');
    expect(await two.registry.putPortal(other, '1')).toBe(true);
  });

  test('a page of a link request is opened once and confirmed once, whichever nodes the customer gets', async () => {
    const trial = await started();
    const [one, two] = [await trial.open(), await trial.open()];
    const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
    const request = {
      pageIdHash: hash('page'),
      nonceHash: hash('nonce'),
      linkTokenHash: hash('token'),
      expiresAt: trial.now() + hour,
      companyName: '青葉クリニック',
      customerName: null,
      language: 'ja' as const,
    };
    expect(await one.linkRequests.register('w', 'request', request)).toBe(true);
    expect(await two.linkRequests.register('w', 'request', request)).toBe(true);
    expect(await two.linkRequests.register('other', 'request', request)).toBe(false);
    const page = await two.linkRequests.ofPage('page');
    expect(page).toMatchObject({ workspaceId: 'w', companyName: '青葉クリニック', customerName: null, openedAt: null });
    if (page === null) return;
    const confirmed = await Promise.all([one.linkRequests.markConfirmed(page), two.linkRequests.markConfirmed(page)]);
    expect(confirmed.toSorted()).toEqual([false, true]);
    await one.linkRequests.settle('w', 'request', 'linked');
    expect(await two.linkRequests.ofPage('page')).toMatchObject({ outcome: 'linked', confirmedAt: trial.now() });
  });

  test('a file put at one node is read at the other, byte for byte, until the sweep deletes what expired', async () => {
    const trial = await started();
    const [one, two] = [await trial.open(), await trial.open()];
    const { workspaceId } = await one.devices.create({ ifTaken: 'replace' });
    const bytes = Uint8Array.from({ length: 3 * MIB + 5 }, (_, n) => (n * 7 + (n >> 8)) % 251);
    const token = await one.files.add(workspaceId, ofDay(trial), pieces(bytes));
    expect((await contentOf(two.files, token)).equals(bytes)).toBe(true);
    expect((await contentOf(two.files, token, MIB - 3, MIB + 3)).equals(bytes.subarray(MIB - 3, MIB + 4))).toBe(true);
    const twoAtOnce = await Promise.allSettled(
      [one, two].map(({ files }) =>
        files.add(workspaceId, { ...ofDay(trial), length: 3 * MIB }, pieces(bytes.subarray(5))),
      ),
    );
    expect(twoAtOnce.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    expect(await one.files.sweep()).toBe(0);
    trial.pass(25 * hour);
    const file = await one.files.find(token);
    expect(file).toBe('gone');
    expect(await two.files.sweep()).toBeGreaterThan(0);
    expect(await one.files.find(token)).toBe('gone');
    trial.pass(31 * 24 * hour);
    await one.files.sweep();
    expect(await one.files.find(token)).toBe('unknown');
  });
});

test('when space ends in the middle of a file nothing of it is kept, and there is room for the next one', async () => {
  const folder = temporaryFolder();
  const stores = await trialOf(null).open();
  const { workspaceId } = await stores.devices.create({ ifTaken: 'replace' });
  const kept = new Set<string>();
  let room = MIB;
  const small: FileStore = {
    create: async (id) => {
      kept.add(id);
      return {
        write: async (bytes) => {
          room -= bytes.byteLength;
          if (room < 0) throw new FileSpaceError('full');
        },
        finish: () => Promise.resolve(),
        abandon: async () => void kept.delete(id),
      };
    },
    read: async function* () {},
    remove: async (id) => void kept.delete(id),
    freeBytes: () => Promise.resolve(null),
  };
  const database = new SqliteRelayDatabase(join(folder, 'x.db'));
  onTestFinished(() => database.close());
  await database.prepare((await import('../../src/relay/workspaces/schema')).REGISTRY_SCHEMA);
  await database.run('INSERT INTO workspace (id, created_at) VALUES (?, 0)', [workspaceId]);
  const shelf = new FileShelf(database, small, limits, Date.now);
  const file = { name: 'a', contentType: 'image/png', expiresAt: Date.now() + hour, sha256: null, length: null };
  await expect(shelf.add(workspaceId, file, pieces(new Uint8Array(2 * MIB)))).rejects.toMatchObject({
    status: 507,
    code: 'DISK_FULL',
  });
  expect([kept.size, await database.rows('SELECT id FROM file')]).toEqual([0, []]);
  room = 4 * MIB;
  await shelf.add(workspaceId, file, pieces(new Uint8Array(2 * MIB)));
});

test('what a crash left of an upload is swept away', async () => {
  const trial = trialOf(null);
  const stores = await trial.open();
  const { workspaceId } = await stores.devices.create({ ifTaken: 'replace' });
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const upload = stores.files.add(workspaceId, ofDay(trial), stuckUntil(ended));
  trial.pass(2 * hour);
  await expect.poll(() => stores.files.sweep()).toBe(1);
  // should it come to its end after all, it is not taken any more
  end();
  await expect(upload).rejects.toMatchObject({ status: 408 });
});

/** A body of which one piece comes and nothing more for a long time. */
async function* stuckUntil(ended: Promise<void>): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(10);
  await ended;
}

test('devices of a relay from before they could be revoked keep their tokens', async () => {
  const folder = temporaryFolder();
  const old = new Database(join(folder, 'registry.db'));
  old.exec(`CREATE TABLE workspace (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT;
    CREATE TABLE device (id TEXT PRIMARY KEY, ws TEXT NOT NULL REFERENCES workspace (id), name TEXT NOT NULL,
      token_hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL, UNIQUE (ws, name)) STRICT;
    INSERT INTO workspace VALUES ('w', 1);`);
  const hash = createHash('sha256').update('lct_old').digest();
  old.prepare(`INSERT INTO device VALUES ('d', 'w', 'desk', ?, 1)`).run(hash);
  old.close();
  const stores = await openStores({
    dataFolder: folder,
    cipher,
    fileLimits: limits,
    now: Date.now,
    onTrouble: () => undefined,
  });
  onTestFinished(() => stores.close());
  expect(await stores.devices.ofToken('lct_old')).toEqual({ workspaceId: 'w', deviceId: 'd', isRevoked: false });
  expect(readdirSync(folder)).toContain('files');
});
