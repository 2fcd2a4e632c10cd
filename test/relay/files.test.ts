import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { byteRangeOf } from '../../src/relay/files/byte-range';
import { addressName, plainFileName } from '../../src/relay/files/file-names';
import type { RelayOptions } from '../../src/relay/server';
import { fileStoredSchema, relayErrorBodySchema } from '../../src/shared/relay-protocol';
import { newConsole, relayForTest, temporaryFolder, until } from './relay-harness';

type Body = NonNullable<RequestInit['body']>;
const MIB = 1024 * 1024;
const day = 24 * 60 * 60 * 1000;

/** A relay with small limits and a clock that the test moves, and a console that puts files on it. */
async function filesRelay(options: Partial<RelayOptions> = {}) {
  let now = 1_795_000_000_000;
  const dataFolder = temporaryFolder();
  const relay = await relayForTest({
    dataFolder,
    now: () => now,
    maxFileBytes: 3 * MIB,
    maxWorkspaceFileBytes: 5 * MIB,
    ...options,
  });
  const staff = await newConsole(relay);
  const url = `${relay.url}/v1/workspaces/${staff.workspaceId}/files`;
  const put = (body: Body, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff.deviceToken}`, 'content-type': 'image/jpeg', ...headers },
      body,
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
  return {
    relay,
    staff,
    url,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    put,
    stored: async (body: Body, headers: Record<string, string> = {}) =>
      fileStoredSchema.parse(await (await put(body, headers)).json()),
    /** Names of the files that lie on the disk. */
    onDisk: () => readdirSync(join(dataFolder, 'files')),
  };
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, relayErrorBodySchema.parse(await answer.json()).error.code];
}

const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

test('a file is served whole and in parts from an address that nobody can guess, byte for byte', async () => {
  const it = await filesRelay();
  const bytes = randomBytes(2 * MIB + 7);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { url, expiresAt } = await it.stored(bytes, {
    'content-type': 'video/mp4; codecs=x',
    'x-file-name': encodeURIComponent('動画 2026.MP4'),
    'x-sha256': sha256.toUpperCase(),
  });
  expect(expiresAt).toBe(it.now() + 30 * day);
  expect(new URL(url).pathname).toMatch(/^\/files\/[A-Za-z0-9_-]{43}\/2026\.MP4$/);
  const whole = await fetch(url);
  expect([whole.status, (await bytesOf(whole)).equals(bytes)]).toEqual([200, true]);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(bytes.length),
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-disposition': `inline; filename="2026.MP4"; filename*=UTF-8''%E5%8B%95%E7%94%BB%202026.MP4`,
    'referrer-policy': 'no-referrer',
    etag: `"${sha256}"`,
  });
  expect(whole.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  const range = async (value: string, more: Record<string, string> = {}) => {
    const answer = await fetch(url, { headers: { range: value, ...more } });
    return [answer.status, answer.headers.get('content-range'), (await bytesOf(answer)).length] as const;
  };
  const part = await fetch(url, { headers: { range: 'bytes=1048570-1048580' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1048570-1048580/${bytes.length}`]);
  expect((await bytesOf(part)).equals(bytes.subarray(1_048_570, 1_048_581))).toBe(true);
  expect(await range('bytes=-5')).toEqual([206, `bytes ${bytes.length - 5}-${bytes.length - 1}/${bytes.length}`, 5]);
  expect(await range(`bytes=${bytes.length}-`)).toEqual([416, `bytes */${bytes.length}`, 0]);
  expect(await range('bytes=0-0', { 'if-range': '"another"' })).toEqual([200, null, bytes.length]);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  expect((await fetch(url, { headers: { 'if-none-match': `W/"x", "${sha256}"` } })).status).toBe(304);
});

test('only pictures, video and audio are shown in place; what could run is plain bytes', async () => {
  const it = await filesRelay();
  const served = async (type: string) => {
    const { url } = await it.stored('<script>alert(1)</script>', {
      'content-type': type,
      'x-file-name': 'a%22%0D%0Ab.html',
    });
    const { headers } = await fetch(url);
    return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]];
  };
  expect(await served('audio/x-m4a')).toEqual(['audio/x-m4a', 'inline']);
  expect(await served('application/pdf')).toEqual(['application/pdf', 'attachment']);
  expect(await served('text/html')).toEqual(['application/octet-stream', 'attachment']);
  expect(await served('image/svg+xml')).toEqual(['application/octet-stream', 'attachment']);
  expect(await codeOf(await it.put('x', { 'content-type': 'nonsense' }))).toEqual([400, 'CONTENT_TYPE_MISSING']);
});

test('an address is over when the file expired and unknown otherwise; there is no list', async () => {
  const it = await filesRelay();
  const { url } = await it.stored('picture', { 'x-expires-at': String(it.now() + day) });
  const { url: other } = await it.stored('picture');
  const token = new URL(url).pathname.split('/')[2] ?? '';
  const at = async (path: string) => (await fetch(it.relay.url + path)).status;
  expect(await at(`/files/${token}`)).toBe(200);
  expect(await at(`/files/${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(404);
  for (const path of [
    '/files',
    '/files/',
    `/files/${token}/..`,
    `/files/${token.slice(0, 20)}`,
    '/files/..%2Fregistry.db',
  ]) {
    expect([path, await at(path)]).toEqual([path, 404]);
  }
  it.pass(day);
  expect(await at(`/files/${token}`)).toBe(410);
  expect((await fetch(other)).status).toBe(200);
  expect(await codeOf(await it.put('late', { 'x-expires-at': String(it.now()) }))).toEqual([400, 'REQUEST_MALFORMED']);
});

test('what is empty, damaged, too large, too slow or broken off is refused and leaves nothing behind', async () => {
  const it = await filesRelay();
  const endless = () =>
    new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) });
  expect(await codeOf(await it.put(''))).toEqual([400, 'FILE_EMPTY']);
  expect(await codeOf(await it.put('x', { 'x-sha256': '0'.repeat(64) }))).toEqual([400, 'FILE_DAMAGED']);
  expect(await codeOf(await it.put(new Uint8Array(3 * MIB + 1)))).toEqual([413, 'FILE_TOO_LARGE']);
  expect(await codeOf(await it.put(endless()))).toEqual([413, 'FILE_TOO_LARGE']);
  const socket = connect(it.relay.port, '127.0.0.1');
  socket.write(
    `POST ${new URL(it.url).pathname} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${it.staff.deviceToken}\r\n` +
      'content-type: image/png\r\ncontent-length: 1000000\r\n\r\nthe beginning',
  );
  await until(() => it.onDisk().length === 1);
  socket.destroy();
  await until(() => it.onDisk().length === 0);
  // and nothing of it counts
  await it.stored(new Uint8Array(3 * MIB));
  await it.stored(new Uint8Array(2 * MIB));
});

test('the files of a workspace have their share of the disk; others and expired ones do not count', async () => {
  const it = await filesRelay();
  const { url } = await it.stored(new Uint8Array(3 * MIB), { 'x-expires-at': String(it.now() + day) });
  const both = await Promise.all([it.put(new Uint8Array(2 * MIB)), it.put(new Uint8Array(2 * MIB))]);
  expect(both.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
  expect(await codeOf(await it.put(new Uint8Array(3 * MIB)))).toEqual([413, 'FILES_QUOTA_USED']);
  it.pass(day);
  await it.stored(new Uint8Array(3 * MIB));
  expect((await fetch(url)).status).toBe(410);
  expect(it.onDisk().length).toBeLessThanOrEqual(3);
});

test('a disk without space takes no file, says so, and the log is not harmed', async () => {
  const it = await filesRelay();
  const full = await relayForTest({ dataFolder: temporaryFolder(), limits: { minFreeBytes: Number.MAX_SAFE_INTEGER } });
  const staff = await newConsole(full);
  const answer = await fetch(`${full.url}/v1/workspaces/${staff.workspaceId}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff.deviceToken}`, 'content-type': 'image/png' },
    body: 'picture',
  });
  expect(await codeOf(answer)).toEqual([507, 'DISK_FULL']);
  expect((await staff.call('GET', '/health')).status).toBe(200);
  expect(it.onDisk()).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'a slow reader costs little and an interrupted one leaves nothing open',
  async () => {
    const it = await filesRelay();
    const { url } = await it.stored(randomBytes(3 * MIB));
    const openFiles = () => readdirSync('/proc/self/fd').filter((fd) => isBelow(fd, it.onDisk()[0] ?? '-')).length;
    const readers = await Promise.all(Array.from({ length: 20 }, () => fetch(url)));
    await Promise.all(readers.map((reader) => reader.body?.cancel()));
    await fetch(url, { method: 'HEAD' });
    await until(() => openFiles() === 0);
  },
);

/** Whether an open file of this process is the named one. */
function isBelow(fd: string, name: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`).endsWith(name);
  } catch {
    return false;
  }
}

test.each([
  ['bytes=0-4', { start: 0, end: 4 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=5-100', { start: 5, end: 9 }],
  ['bytes=-100', { start: 0, end: 9 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=4-2', null],
  ['bytes=0-1,3-4', null],
  ['bytes=-', null],
  ['lines=1-2', null],
])('the range %s of ten bytes is %o', (header, range) => {
  expect(byteRangeOf(header, 10)).toEqual(range);
});

test('names lose what could mislead or break a header, and keep their extension', () => {
  expect(plainFileName('%E8%A6%8B%E7%A9%8D%E6%9B%B8.pdf')).toBe('見積書.pdf');
  expect(plainFileName('..%2F..%2Fetc%2Fpasswd')).toBe('_.._etc_passwd');
  expect(plainFileName('invoice%E2%80%AEfdp.exe')).toBe('invoice fdp.exe');
  expect(plainFileName('%ff')).toBe('file');
  expect([...plainFileName(`${'長'.repeat(300)}.pdf`)]).toHaveLength(120);
  expect(addressName('見積書.pdf')).toBe('file.pdf');
  expect(addressName('My file (1).tar.gz')).toBe('My-file-1-.tar.gz');
});
