import { expect, test } from 'vitest';
import { call, control, LineCaller, smallSandbox } from '../support/sandbox-client';

const longText = 'x'.repeat(5_001);
const uri = { type: 'uri', label: 'Open', uri: 'https://aozora.example/' };

/** Message objects that LINE refuses, and where it says the fault is. */
const REFUSED: readonly (readonly [object, string])[] = [
  [{ type: 'text', text: '' }, 'messages[0].text'],
  [{ type: 'text', text: longText }, 'messages[0].text'],
  [{ type: 'text', text: '$', emojis: [{ index: 1, productId: 'p', emojiId: '1' }] }, 'messages[0].emojis[0].index'],
  [{ type: 'textV2', text: 'hi {name}' }, 'messages[0].text'],
  [{ type: 'sticker', packageId: '446', stickerId: '1' }, 'messages[0]'],
  [
    { type: 'image', originalContentUrl: 'http://shop.example/a.png', previewImageUrl: 'https://shop.example/a.png' },
    'messages[0].originalContentUrl',
  ],
  [
    {
      type: 'image',
      originalContentUrl: 'https://shop.example/写真.png',
      previewImageUrl: 'https://shop.example/a.png',
    },
    'messages[0].originalContentUrl',
  ],
  [{ type: 'video', originalContentUrl: 'https://shop.example/a.mp4' }, 'messages[0].previewImageUrl'],
  [{ type: 'audio', originalContentUrl: 'https://shop.example/a.m4a' }, 'messages[0].duration'],
  [{ type: 'location', title: 'x'.repeat(101), address: 'a', latitude: 1, longitude: 1 }, 'messages[0].title'],
  [{ type: 'location', title: 'x', address: 'a', latitude: 91, longitude: 1 }, 'messages[0].latitude'],
  [
    { type: 'template', altText: 'a', template: { type: 'confirm', text: 'sure?', actions: [uri] } },
    'messages[0].template.actions',
  ],
  [
    {
      type: 'template',
      altText: 'a',
      template: { type: 'buttons', text: 'x', actions: [{ ...uri, label: 'x'.repeat(21) }] },
    },
    'messages[0].template.actions[0].label',
  ],
  [
    {
      type: 'template',
      altText: 'a',
      template: {
        type: 'carousel',
        columns: [
          { text: 'x', actions: [uri] },
          { text: 'y', actions: [uri, uri] },
        ],
      },
    },
    'messages[0].template.columns',
  ],
  [{ type: 'flex', altText: 'a', contents: { type: 'bubble' } }, 'messages[0].contents'],
  [
    {
      type: 'flex',
      altText: 'a',
      contents: {
        type: 'bubble',
        body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 'x'.repeat(31_000) }] },
      },
    },
    'messages[0].contents',
  ],
  [
    {
      type: 'imagemap',
      baseUrl: 'https://shop.example/m',
      altText: 'a',
      baseSize: { width: 1000, height: 500 },
      actions: [],
    },
    'messages[0].baseSize.width',
  ],
  [{ type: 'text', text: 'x', quickReply: { items: [] } }, 'messages[0].quickReply.items'],
  [{ type: 'text', text: 'x', sender: { name: 'LINE' } }, 'messages[0].sender.name'],
  [
    { type: 'location', title: 'x', address: 'a', latitude: 1, longitude: 1, quoteToken: 'q' },
    'messages[0].quoteToken',
  ],
  [{ type: 'pdf' }, 'messages[0].type'],
];

test('message objects over a limit are refused with the path of the fault', async () => {
  const line = await LineCaller.of(await smallSandbox());
  for (const [message, property] of REFUSED) {
    const answer = await line.api('POST', '/v2/bot/message/validate/push', { messages: [message] });
    expect([answer.status, (answer.json.details ?? []).map((d: { property: string }) => d.property)]).toEqual([
      400,
      expect.arrayContaining([property]),
    ]);
    expect(answer.json.message).toBe(`The request body has ${answer.json.details.length} error(s)`);
  }
});

test('what is within the limits is taken', async () => {
  const line = await LineCaller.of(await smallSandbox());
  const image = 'https://shop.example/a.png';
  const messages = [
    { type: 'text', text: '😀'.repeat(2_500) },
    {
      type: 'textV2',
      text: '{{braces}} and {e}',
      substitution: { e: { type: 'emoji', productId: 'p', emojiId: '1' } },
    },
    { type: 'image', originalContentUrl: 'http://127.0.0.1:8000/a.png', previewImageUrl: image },
    {
      type: 'template',
      altText: 'a',
      template: { type: 'image_carousel', columns: [{ imageUrl: image, action: uri }] },
    },
    {
      type: 'imagemap',
      baseUrl: 'https://shop.example/m',
      altText: 'a',
      baseSize: { width: 1040, height: 520 },
      actions: [{ type: 'uri', linkUri: 'https://shop.example', area: { x: 0, y: 0, width: 1040, height: 520 } }],
    },
  ];
  expect((await line.api('POST', '/v2/bot/message/validate/push', { messages })).json).toEqual({});
  expect(
    (await line.api('POST', '/v2/bot/message/validate/push', { messages: [...messages, ...messages] })).status,
  ).toBe(400);
});

test('requests that are no good in form get the refusal that LINE gives', async () => {
  const sandbox = await smallSandbox();
  const line = await LineCaller.of(sandbox);
  const post = (body: string, headers: Record<string, string> = {}) =>
    line.api('POST', '/v2/bot/message/push', body, headers);
  expect((await post('{')).json.message).toBe('The request body could not be parsed as JSON (line: 1, column: 1)');
  expect((await post('a=b', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post(JSON.stringify({ to: 'x'.repeat(2_100_000) }))).status).toBe(413);
  expect((await call('GET', `${sandbox.endpoints.lineApi}/v2/bot/info`)).status).toBe(401);
  expect(
    (await call('GET', `${sandbox.endpoints.lineApi}/v2/bot/info`, undefined, { authorization: 'Bearer nonsense' }))
      .status,
  ).toBe(401);
  expect((await line.api('GET', '/v2/bot/info/')).status).toBe(404);
  expect((await line.api('GET', '/v2/bot/nothing')).status).toBe(404);
  for (const path of ['/v2/bot/info', '/v2/bot/nothing', '/oauth2/v3/token']) {
    expect((await line.api('GET', path)).headers.get('x-line-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('friends are listed in pages that end, without blockers, and only for verified accounts', async () => {
  const sandbox = await smallSandbox({ friends: 40 });
  const line = await LineCaller.of(sandbox);
  const channel = sandbox.officialAccounts[0]?.channelId;
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page = (await line.api('GET', `/v2/bot/followers/ids?limit=7${next ? `&start=${next}` : ''}`)).json;
    found.push(...page.userIds);
    next = page.next;
  } while (next);
  const state = (await control(sandbox, 'GET', '/state')).json.line.accounts[0].friends;
  expect(new Set(found).size).toBe(state.following);
  expect((await line.api('GET', '/v2/bot/followers/ids?limit=1001')).status).toBe(400);
  const { next: old } = (await line.api('GET', '/v2/bot/followers/ids?limit=2')).json;
  await control(sandbox, 'POST', '/clock/advance', { ms: 86_400_001 });
  const later = await LineCaller.of(sandbox);
  expect((await later.api('GET', `/v2/bot/followers/ids?limit=2&start=${old}`)).json).toEqual({
    message: 'Invalid start param',
  });
  await control(sandbox, 'PATCH', `/line/accounts/${channel}`, { isVerified: false });
  expect((await later.api('GET', '/v2/bot/followers/ids')).status).toBe(403);
});

test('the seeded world has friends on both accounts that are HubSpot contacts too, and talks in four languages', async () => {
  const sandbox = await smallSandbox({ contacts: 400, friends: 200, messages: 3_000 });
  const state = (await control(sandbox, 'GET', '/state')).json.line;
  const friends = state.accounts.map(
    (a: { friends: { following: number; blocked: number } }) => a.friends.following + a.friends.blocked,
  );
  expect(friends[0] + friends[1]).toBe(200);
  expect(friends[1]).toBeGreaterThan(50);
  expect(state.messages.in + state.messages.out).toBe(3_000);
  const customers = (await control(sandbox, 'GET', `/line/accounts/${state.accounts[0].channelId}/customers?limit=500`))
    .json as {
    personIndex: number;
    language: string;
    displayName: string;
    lastWroteAt: number | null;
  }[];
  expect(customers.filter((c) => c.personIndex < 400).length).toBeGreaterThan(100);
  expect(new Set(customers.map((c) => c.language))).toEqual(new Set(['ja', 'zh-TW', 'th', 'en']));
  expect(customers.some((c) => c.displayName === '田中 美咲')).toBe(true);
  const now = Date.now();
  expect(customers.every((c) => c.lastWroteAt === null || c.lastWroteAt < now)).toBe(true);
});
