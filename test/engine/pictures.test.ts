import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/engine/core/logger';
import { pictureAddress } from '../../src/engine/core/picture-address';
import { createPictures, type Pictures } from '../../src/engine/pictures';
import { migrate } from '../../src/engine/storage/migrate';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let folder: string;
let origin: string;
let calls: string[];
let server: ReturnType<typeof createServer>;
let database: Database.Database;
let pictures: Pictures;

const addressOf = (path: string): string => pictureAddress(`${origin}${path}`) ?? '';
const open = () =>
  createPictures({
    storage: database,
    folder: join(folder, 'pictures'),
    now: Date.now,
    logger: createLogger(() => undefined, Date.now),
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-pictures-'));
  calls = [];
  server = createServer((request, response) => {
    calls.push(request.url ?? '');
    if (request.url === '/gone.png') response.writeHead(404).end();
    else if (request.url === '/page.png')
      response.writeHead(200, { 'content-type': 'image/png' }).end('<script>1</script>');
    else if (request.url === '/huge.png')
      response.writeHead(200).end(Buffer.concat([png, Buffer.alloc(3 * 1024 * 1024)]));
    else response.writeHead(200, { 'content-type': 'text/html' }).end(png);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  database = new Database(':memory:');
  migrate(database, () => undefined);
  const add = database.prepare(
    "INSERT INTO friend (bot_user_id, user_id, picture_url, follow_status) VALUES ('B', ?, ?, 'following')",
  );
  for (const path of ['/known.png', '/gone.png', '/page.png', '/huge.png']) add.run(path, `${origin}${path}`);
  pictures = open();
});
afterEach(async () => {
  database.close();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

describe('pictures of people', () => {
  it('are fetched once, with their type told by their bytes, and shown without a network after that', async () => {
    const both = await Promise.all([pictures.read(addressOf('/known.png')), pictures.read(addressOf('/known.png'))]);
    for (const picture of both) expect(picture?.contentType).toBe('image/png');
    await new Promise((done) => server.close(done));
    expect((await open().read(addressOf('/known.png')))?.bytes.byteLength).toBe(png.byteLength);
    expect(calls).toEqual(['/known.png']);
    server = createServer().listen(0, '127.0.0.1');
  });

  it('are never fetched from an address that belongs to nobody', async () => {
    expect(await pictures.read(addressOf('/stranger.png'))).toBeNull();
    expect(await pictures.read('/picture/../lumo.db')).toBeNull();
    expect(await pictures.read(pictureAddress('file:///etc/passwd') ?? '')).toBeNull();
    expect(calls).toEqual([]);
    const offered = pictures.offer(`${origin}/checked.png`);
    expect(await pictures.read(offered ?? '')).not.toBeNull();
  });

  it('that are gone, no pictures or too large are left out, and not asked for again at once', async () => {
    for (const path of ['/gone.png', '/page.png', '/huge.png']) {
      expect(await pictures.read(addressOf(path))).toBeNull();
      expect(await pictures.read(addressOf(path))).toBeNull();
    }
    expect(calls).toEqual(['/gone.png', '/page.png', '/huge.png']);
    expect(readdirSync(folder)).toEqual([]);
  });
});
