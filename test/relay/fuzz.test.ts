import { connect } from 'node:net';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import type { RelayLogEntry } from '../../src/relay/relay-logger';
import { relayErrorBodySchema } from '../../src/shared/relay-protocol';
import {
  BOT,
  CHANNEL,
  lineBody,
  lineSignature,
  postLine,
  relayForTest,
  relayWithChannel,
  type TestConsole,
  until,
} from './relay-harness';

/** The same random numbers with each run: a failure can be run again. */
function randomFrom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { next, below, pick: <T>(values: readonly T[]): T => values[below(values.length)] as T };
}
type Random = ReturnType<typeof randomFrom>;

const ODD = [
  '',
  ' ',
  '\u0000',
  '..',
  '%2e%2e%2f',
  '%00',
  '%ff',
  '%',
  '/',
  '//',
  '\\',
  '*',
  '?',
  '#',
  '😀',
  '\ud800',
  "'",
  '"',
  '<script>',
];
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  '\u0000',
  '😀'.repeat(100),
  [],
  {},
  [[]],
  { __proto__: 1 },
  'x'.repeat(5_000),
];

/** Something like JSON of the protocol with what does not belong there. */
function oddJson(random: Random, depth = 0): unknown {
  const keys = [
    'events',
    'id',
    'kind',
    'body',
    'key',
    'work',
    'queue',
    'dueAt',
    'limit',
    'leaseMs',
    'fence',
    'how',
    'ttlMs',
    'code',
  ];
  if (depth > 3 || random.next() < 0.3) return random.pick(ODD_VALUES);
  if (random.next() < 0.4) return Array.from({ length: random.below(4) }, () => oddJson(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(5) }, () => [random.pick([...keys, ...ODD]), oddJson(random, depth + 1)]),
  );
}

/** A text that is no JSON, or one that is cut, doubled or deeply nested. */
function oddBody(random: Random): string | Uint8Array<ArrayBuffer> {
  const json = JSON.stringify(oddJson(random)) ?? '';
  return random.pick([
    json,
    json.slice(0, random.below(json.length + 1)),
    json + json,
    '['.repeat(20_000),
    `{"events":${'['.repeat(500)}${']'.repeat(500)}}`,
    Uint8Array.from({ length: random.below(200) }, () => random.below(256)),
    '',
  ]);
}

function oddPath(random: Random, path: string): string {
  const parts = path.split('/').map((part) => {
    if (part.startsWith(':'))
      return encodeURIComponent(random.pick([...ODD, BOT, '1', 'sends', 'x'.repeat(300)]).toWellFormed());
    return random.next() < 0.02 ? encodeURIComponent(random.pick(ODD).toWellFormed()) : part;
  });
  const query = random.pick([
    '',
    '',
    '?after=-1&limit=1e9',
    '?after=NaN',
    '?fence=&prefix=%00',
    '?cursor=9e99',
    `?x=${'y'.repeat(3_000)}`,
  ]);
  return parts.join('/').replace(/^\/*/, '/') + query;
}

const isClean = (status: number) => status < 500 || status === 503 || status === 507;

test('a thousand broken requests over all routes get clean answers; nothing fails, is stored or leaks', {
  timeout: 120_000,
}, async () => {
  const lines: RelayLogEntry[] = [];
  const rates = { hooks: { burst: 1e9, perSecond: 1e9 }, consoles: { burst: 1e9, perSecond: 1e9 } };
  const { relay, staff } = await relayWithChannel({
    log: (line) => lines.push(line),
    limits: { rates, maxBodyBytes: 16_384 },
  });
  const random = randomFrom(20_261_122);
  for (let round = 0; round < 20; round++) {
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { method, path } = random.pick(relay.routes);
        const isOwn = random.next() < 0.9;
        const target = oddPath(random, path.replace(':workspaceId', isOwn ? staff.workspaceId : ':workspaceId'));
        const headers: Record<string, string> = {
          'content-type': random.pick(['application/json', 'text/plain', 'image/png', 'multipart/form-data', ';;;']),
          authorization:
            random.next() < 0.8
              ? `Bearer ${staff.deviceToken}`
              : random.pick(['Bearer ', 'Basic eDp5', 'Bearer lct_x']),
          'x-line-signature': random.pick(['', 'x', lineSignature('x')]),
          'x-expires-at': random.pick(['', 'x', '-1', '1e400', '9'.repeat(15)]),
          'x-file-name': random.pick(['%', '%00', '..%2F..%2Fa', 'x'.repeat(2_000)]),
          range: random.pick(['bytes=0-', 'bytes=-', 'x', 'bytes=9-1']),
        };
        const hasBody = method !== 'GET';
        const answer = await fetch(relay.url + target, { method, headers, body: hasBody ? oddBody(random) : null });
        const text = await answer.text();
        expect([method, target, answer.status, isClean(answer.status)]).toEqual([method, target, answer.status, true]);
        if (answer.status === 503) expect([method, target, text]).toEqual([method, target, 'never']);
        if (answer.status >= 400 && answer.headers.get('content-type')?.includes('json')) {
          expect(relayErrorBodySchema.safeParse(JSON.parse(text)).success).toBe(true);
        }
        expect(text).not.toMatch(/node_modules|SQLITE|at .*\.ts:\d/);
      }),
    );
  }
  expect(lines.filter(({ event }) => event === 'failed')).toEqual([]);
  expect(await storedKinds(staff)).toEqual([]);
  expect(JSON.stringify(lines)).not.toContain(staff.deviceToken);
  // one of them may have taken the OA away, as it might
  await staff.call('PUT', `/channels/${BOT}`, CHANNEL);
  expect((await postLine(relay, lineBody('01A'))).status).toBe(200);
});

/** What lies in the log; odd but well-formed appends would be fine, and the seed makes none. */
async function storedKinds(staff: TestConsole): Promise<string[]> {
  return (await staff.events()).map((event) => (event.source === 'console' ? event.kind : event.source));
}

test('broken HTTP, endless heads, false lengths and slow senders are cut, and others are served meanwhile', {
  timeout: 60_000,
}, async () => {
  const { relay, staff } = await relayWithChannel({ limits: { bodyTimeoutMs: 200 } });
  const hook = `POST /hooks/line/${BOT} HTTP/1.1\r\nhost: x\r\n`;
  const broken = [
    '\r\n\r\n\r\n',
    'GET\r\n\r\n',
    `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    `${hook}content-length: -5\r\n\r\n`,
    `${hook}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
    `${hook}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${hook}transfer-encoding: chunked\r\n\r\nzz\r\nnonsense\r\n`,
    `${hook}content-length: 100\r\nx-line-signature: x\r\n\r\n{"dest`,
    `${hook}${'a: b\r\n'.repeat(5_000)}\r\n`,
    'POST /v1/pair HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n{',
    'POST /v1/pair HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{',
    `GET /v1/workspaces/${staff.workspaceId}/log HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    'GET //[::: HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
  ];
  const answers = await Promise.all(broken.map((text) => spoken(relay.port, text)));
  for (const [index, answer] of answers.entries()) {
    expect([broken[index]?.slice(0, 80), answer]).toEqual([
      broken[index]?.slice(0, 80),
      expect.stringMatching(/^$|^HTTP\/1\.1 4\d\d /),
    ]);
  }
  expect((await postLine(relay, lineBody('01A'))).status).toBe(200);
  expect(await staff.events()).toHaveLength(1);
});

test('a WebSocket that speaks nonsense is closed, and the relay goes on', async () => {
  const { relay, staff } = await relayWithChannel();
  const url = `${relay.url.replace('http', 'ws')}/v1/workspaces/${staff.workspaceId}/log?cursor=0&protocol=2`;
  const random = randomFrom(7);
  const frames = [
    '',
    'x',
    '{}',
    '[]',
    'null',
    '{"type":"ack"}',
    '{"type":"ack","cursor":-1}',
    '{"type":"welcome"}',
    Buffer.from([0xff, 0xfe]),
    'x'.repeat(100_000),
  ];
  await Promise.all(
    [...frames, ...Array.from({ length: 20 }, () => JSON.stringify(oddJson(random)))].map(async (frame) => {
      const socket = new WebSocket(url, { headers: { authorization: `Bearer ${staff.deviceToken}` } });
      let isClosed = false;
      socket.on('error', () => undefined);
      socket.on('close', () => {
        isClosed = true;
      });
      socket.on('open', () => socket.send(frame));
      await until(() => isClosed);
    }),
  );
  expect((await staff.call('GET', '/health')).status).toBe(200);
});

test('a relay without a HubSpot secret, a workspace or a file refuses all the same', async () => {
  const relay = await relayForTest({ hubspotClientSecrets: [] });
  const statuses = await Promise.all(
    ['/hooks/hubspot', '/v1/pair', '/hooks/line/x'].map((path) =>
      fetch(relay.url + path, { method: 'POST', body: '{}' }),
    ),
  );
  expect(statuses.map(({ status }) => status)).toEqual([401, 400, 404]);
});

/** Says something over a bare connection and gives what came back until the relay closed it, or nothing did for 3 s. */
function spoken(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}
