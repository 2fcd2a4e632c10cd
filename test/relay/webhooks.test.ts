import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { relayErrorBodySchema } from '../../src/shared/relay-protocol';
import {
  BOT,
  CHANNEL,
  HUBSPOT_SECRET,
  lineBody,
  lineSignature,
  newConsole,
  postLine,
  relayForTest,
  relayWithChannel,
} from './relay-harness';

async function codeOf(response: Response): Promise<string> {
  return relayErrorBodySchema.parse(await response.json()).error.code;
}

describe('LINE webhooks', () => {
  test('a signed webhook is in the log, byte for byte with its signature, when 200 is answered', async () => {
    const { relay, staff } = await relayWithChannel();
    const body = lineBody('01A').replace('こんにちは', '\\uD83E\\uDD28 (love)');
    const response = await postLine(relay, body);
    expect(response.status).toBe(200);
    const [event] = await staff.events();
    expect(event).toMatchObject({ seq: 1, source: 'line', botUserId: BOT, signature: lineSignature(body) });
    expect(event?.source === 'line' && Buffer.from(event.rawBody, 'base64').toString()).toBe(body);
  });

  test('a redelivery is answered 200 and not stored again', async () => {
    const { relay, staff } = await relayWithChannel();
    expect((await postLine(relay, lineBody('01A'))).status).toBe(200);
    expect((await postLine(relay, lineBody('01A', { isRedelivery: true }))).status).toBe(200);
    expect((await postLine(relay, lineBody('01B'))).status).toBe(200);
    expect((await staff.events()).map((event) => event.seq)).toEqual([1, 2]);
  });

  test('a connectivity check is answered 200 and stores nothing', async () => {
    const { relay, staff } = await relayWithChannel();
    expect((await postLine(relay, `{"destination":"${BOT}","events":[]}`)).status).toBe(200);
    expect(await staff.events()).toEqual([]);
  });

  test.each([
    ['a forged signature gets 401', lineBody('01A'), lineSignature('another body'), 401, 'SIGNATURE_WRONG'],
    ['no signature gets 401', lineBody('01A'), null, 401, 'SIGNATURE_MISSING'],
    ['broken JSON with a good signature gets 400', '{"events":', undefined, 400, 'BODY_MALFORMED'],
    ['JSON that is no webhook gets 400', '{"destination":"U1"}', undefined, 400, 'BODY_MALFORMED'],
    [
      'an oversized body gets 413',
      lineBody('01A', { text: 'x'.repeat(1024 * 1024) }),
      undefined,
      413,
      'BODY_TOO_LARGE',
    ],
  ])('%s, and nothing is stored', async (_name, body, signature, status, code) => {
    const { relay, staff } = await relayWithChannel();
    const response = await postLine(relay, body, signature === undefined ? {} : { signature });
    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
    expect(await staff.events()).toEqual([]);
  });

  test('bytes that are no UTF-8 get 400, and nothing is stored', async () => {
    const { relay, staff } = await relayWithChannel();
    const body = new Uint8Array([...new TextEncoder().encode('{"destination":"'), 0xff, 0xfe, 0x22, 0x7d]);
    expect((await postLine(relay, body)).status).toBe(400);
    expect(await staff.events()).toEqual([]);
  });

  test('a bot that nobody registered gets 404, also after it was removed', async () => {
    const { relay, staff } = await relayWithChannel();
    expect((await postLine(relay, lineBody('01A'), { botUserId: 'Unobody' })).status).toBe(404);
    expect((await staff.call('DELETE', `/channels/${BOT}`)).status).toBe(204);
    expect((await postLine(relay, lineBody('01A'))).status).toBe(404);
  });

  test('an oversized chunked body without a length gets 413, and nothing is stored', async () => {
    const { relay, staff } = await relayWithChannel();
    const answer = await rawRequest(relay.port, [
      `POST /hooks/line/${BOT} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nx-line-signature: x\r\n\r\n`,
      ...Array.from({ length: 40 }, () => `${(32_768).toString(16)}\r\n${'x'.repeat(32_768)}\r\n`),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(await staff.events()).toEqual([]);
  });

  test('a body that comes too slowly gets 408, and nothing is stored', async () => {
    const { relay, staff } = await relayWithChannel({ limits: { bodyTimeoutMs: 100 } });
    const head = `POST /hooks/line/${BOT} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\nx-line-signature: x\r\n\r\n{"dest`;
    expect(await rawRequest(relay.port, [head])).toMatch(/^HTTP\/1\.1 408 /);
    expect(await staff.events()).toEqual([]);
  });

  test('the old secret is good for an hour after it was replaced, then only the new one', async () => {
    let now = 1_764_547_200_000;
    const { relay, staff } = await relayWithChannel({ now: () => now });
    const newSecret = 'f'.repeat(32);
    await staff.call('PUT', `/channels/${BOT}`, { ...CHANNEL, channelSecret: newSecret });
    const signed = (id: string, secret: string) =>
      postLine(relay, lineBody(id), { signature: lineSignature(lineBody(id), secret) });
    expect((await signed('01A', CHANNEL.channelSecret)).status).toBe(200);
    expect((await signed('01B', newSecret)).status).toBe(200);
    now += 3_600_001;
    expect((await signed('01C', CHANNEL.channelSecret)).status).toBe(401);
    expect((await signed('01D', newSecret)).status).toBe(200);
  });

  test('naming an OA of another workspace without its secret gets none of its events and takes none away', async () => {
    const { relay, staff } = await relayWithChannel();
    const intruder = await newConsole(relay);
    await intruder.call('PUT', `/channels/${BOT}`, { ...CHANNEL, channelSecret: '0'.repeat(32) });
    expect((await postLine(relay, lineBody('01A'))).status).toBe(200);
    expect(await staff.events()).toHaveLength(1);
    expect(await intruder.events()).toEqual([]);
  });

  test('more requests than an address may make get 429', async () => {
    const rates = { hooks: { burst: 2, perSecond: 0.001 }, consoles: { burst: 100, perSecond: 100 } };
    const { relay } = await relayWithChannel({ limits: { rates } });
    const statuses = [];
    for (const id of ['01A', '01B', '01C']) {
      statuses.push((await postLine(relay, lineBody(id))).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });

  test('nothing is answered 200 when the disk is nearly full', async () => {
    const { relay, staff } = await relayWithChannel({ limits: { minFreeBytes: Number.MAX_SAFE_INTEGER } });
    const response = await postLine(relay, lineBody('01A'));
    expect(response.status).toBe(503);
    expect(await codeOf(response)).toBe('DISK_FULL');
    expect(await staff.events()).toEqual([]);
  });
});

describe('HubSpot webhooks', () => {
  const change = (portalId: number, objectId: number, attemptNumber = 0) => ({
    eventId: 1,
    subscriptionId: 5,
    portalId,
    occurredAt: 1_764_547_200_000,
    subscriptionType: 'contact.propertyChange',
    attemptNumber,
    objectId,
    propertyName: 'firstname',
    propertyValue: '太郎',
  });

  function postHubSpot(url: string, body: string, options: { signedUrl?: string; secret?: string; at?: number } = {}) {
    const at = options.at ?? Date.now();
    const signed = `POST${options.signedUrl ?? `${url}/hooks/hubspot`}${body}${at}`;
    return fetch(`${url}/hooks/hubspot`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': String(at),
        'x-hubspot-signature-v3': createHmac('sha256', options.secret ?? HUBSPOT_SECRET)
          .update(signed)
          .digest('base64'),
      },
      body,
    });
  }

  test('a signed batch is in the log of the account that it is about, and a retry of it only once', async () => {
    const relay = await relayForTest();
    const staff = await newConsole(relay);
    expect((await staff.call('PUT', '/portals/62515')).status).toBe(204);
    const body = JSON.stringify([change(62515, 1), change(62515, 2)]);
    expect((await postHubSpot(relay.url, body)).status).toBe(200);
    const retry = JSON.stringify([change(62515, 2, 1), change(62515, 1, 1)]);
    expect((await postHubSpot(relay.url, retry)).status).toBe(200);
    const events = await staff.events();
    expect(events).toMatchObject([{ source: 'hubspot', portalId: '62515' }]);
    expect(events[0]?.source === 'hubspot' && Buffer.from(events[0].rawBody, 'base64').toString()).toBe(body);
  });

  test('behind a proxy the public URL is what counts', async () => {
    const relay = await relayForTest({ publicUrl: 'https://relay.example.com/' });
    await (await newConsole(relay)).call('PUT', '/portals/62515');
    const body = JSON.stringify([change(62515, 1)]);
    expect((await postHubSpot(relay.url, body)).status).toBe(401);
    const signedUrl = 'https://relay.example.com/hooks/hubspot';
    expect((await postHubSpot(relay.url, body, { signedUrl })).status).toBe(200);
  });

  test('a body that mixes accounts gives each workspace its own events only', async () => {
    const relay = await relayForTest();
    const [one, two] = [await newConsole(relay), await newConsole(relay)];
    await one.call('PUT', '/portals/1');
    await two.call('PUT', '/portals/2');
    await postHubSpot(relay.url, JSON.stringify([change(1, 10), change(2, 20), change(3, 30), change(1, 11)]));
    const objectIds = (event: unknown) =>
      event instanceof Object && 'rawBody' in event
        ? JSON.parse(Buffer.from(String(event.rawBody), 'base64').toString()).map(
            (e: { objectId: number }) => e.objectId,
          )
        : [];
    expect((await one.events()).flatMap(objectIds)).toEqual([10, 11]);
    expect((await two.events()).flatMap(objectIds)).toEqual([20]);
  });

  test('forged, stale, unknown and malformed ones are refused, and nothing is stored', async () => {
    const relay = await relayForTest();
    const staff = await newConsole(relay);
    await staff.call('PUT', '/portals/62515');
    const body = JSON.stringify([change(62515, 1)]);
    expect((await postHubSpot(relay.url, body, { secret: 'wrong' })).status).toBe(401);
    expect((await postHubSpot(relay.url, body, { at: Date.now() - 301_000 })).status).toBe(401);
    expect((await postHubSpot(relay.url, JSON.stringify([change(7, 1)]))).status).toBe(404);
    expect((await postHubSpot(relay.url, '{"portalId":62515}')).status).toBe(400);
    expect(await staff.events()).toEqual([]);
  });

  test('an account belongs to one workspace', async () => {
    const relay = await relayForTest();
    expect((await (await newConsole(relay)).call('PUT', '/portals/62515')).status).toBe(204);
    const response = await (await newConsole(relay)).call('PUT', '/portals/62515');
    expect(response.status).toBe(409);
    expect(await codeOf(response)).toBe('PORTAL_TAKEN');
  });
});

/** Sends raw text over a socket and gives what came back until the relay closed it. */
function rawRequest(port: number, parts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) {
        socket.write(part);
      }
    });
    socket.on('data', (data) => {
      answer += data.toString();
    });
    // the relay may reset the connection while the rest is still being sent
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}
