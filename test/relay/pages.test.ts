import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { relayConfigFrom } from '../../src/relay/config';
import type { RelayOptions } from '../../src/relay/server';
import {
  LINK_OPENED_KIND,
  linkNonceLabel,
  linkRequestRegisteredSchema,
  type RegisterLinkRequest,
} from '../../src/shared/relay-protocol';
import { newConsole, relayForTest, type TestConsole, temporaryFolder, until } from './relay-harness';

const hash = (value: string) => createHash('sha256').update(value).digest('base64url');
const requestId = 'request-0000000000000001';
const linkToken = 'NMZTNuVrPTqlr2IF8Bnymkb7rXfYv5EY';
const minute = 60_000;

/** A relay with one registered request, a clock that the test moves, and what a customer's phone does. */
async function asked(changes: Partial<RegisterLinkRequest> = {}, options: Partial<RelayOptions> = {}) {
  let now = 1_795_000_000_000;
  const dataFolder = temporaryFolder();
  const relay = await relayForTest({ dataFolder, now: () => now, ...options });
  const staff = await newConsole(relay);
  const pageId = randomBytes(32).toString('base64url');
  const nonce = createHmac('sha256', pageId).update(linkNonceLabel).digest('base64url');
  const request: RegisterLinkRequest = {
    pageIdHash: hash(pageId),
    nonceHash: hash(nonce),
    linkTokenHash: hash(linkToken),
    expiresAt: now + 10 * minute,
    companyName: 'Aoba Clinic',
    customerName: 'Misaki Tanaka',
    language: 'en',
    ...changes,
  };
  const answer = await staff.call('PUT', `/link-requests/${requestId}`, request);
  const { pageBaseUrl } = linkRequestRegisteredSchema.parse(await answer.json());
  const url = `${pageBaseUrl}${pageId}`;
  return {
    relay,
    staff,
    pageId,
    nonce,
    url,
    dataFolder,
    request,
    pass: (ms: number) => {
      now += ms;
    },
    open: (query = `?linkToken=${linkToken}`, headers: Record<string, string> = {}) => fetch(url + query, { headers }),
    confirm: (token = linkToken) =>
      fetch(url, { method: 'POST', body: new URLSearchParams({ linkToken: token }), redirect: 'manual' }),
  };
}

const opened = async (staff: TestConsole) =>
  (await staff.events()).filter((event) => event.source === 'console' && event.kind === LINK_OPENED_KIND);

test('the page asks in the language of the request, loads nothing foreign, and its button leads to LINE with the nonce', async () => {
  const page = await asked({ language: 'ja' });
  const answer = await page.open();
  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(text).toContain('<html lang="ja">');
  expect(text).toContain('Misaki Tanaka 様');
  expect(text).not.toMatch(/<script|https?:\/\//);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("form-action 'self' https://access.line.me");
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  const thai = await (await page.open(`?linkToken=${linkToken}&lang=th`)).text();
  expect(thai).toContain('<html lang="th">');

  const confirmed = await page.confirm();
  expect(confirmed.status).toBe(303);
  const dialog = new URL(confirmed.headers.get('location') ?? '');
  expect(dialog.origin + dialog.pathname).toBe('https://access.line.me/dialog/bot/accountLink');
  expect(Object.fromEntries(dialog.searchParams)).toEqual({ linkToken, nonce: page.nonce });
  expect(page.nonce.length).toBeGreaterThanOrEqual(10);
});

test('the workspace is told once that the customer opened the page; a preview is no customer', async () => {
  const page = await asked();
  await page.open(undefined, { 'user-agent': 'facebookexternalhit/1.1;line-poker/1.0' });
  await fetch(`${page.url}?linkToken=${linkToken}`, { method: 'HEAD' });
  await page.open('?linkToken=another');
  await page.open();
  await page.open();
  await until(async () => (await opened(page.staff)).length > 0);
  expect(await opened(page.staff)).toMatchObject([{ body: { requestId }, deviceId: 'relay' }]);
});

test('what is over is explained, in the language of the customer, and leads nowhere', async () => {
  const expired = await asked({ language: 'zh-TW' });
  expired.pass(10 * minute);
  const late = await expired.open();
  expect(late.status).toBe(410);
  expect(await late.text()).toContain('連結已過期');
  expect((await expired.confirm()).status).toBe(410);

  const used = await asked();
  expect((await used.confirm()).status).toBe(303);
  // the same press twice is one press; later it is a second use
  expect((await used.confirm()).status).toBe(303);
  used.pass(minute);
  const second = await used.confirm();
  expect(second.status).toBe(410);
  expect(await second.text()).toContain('already used');
  await used.staff.call('PUT', `/link-requests/${requestId}/outcome`, { outcome: 'failed' });
  expect(await (await used.open()).text()).toContain('could not be linked');

  const withdrawn = await asked();
  await withdrawn.staff.call('PUT', `/link-requests/${requestId}/outcome`, { outcome: 'cancelled' });
  expect((await withdrawn.confirm()).status).toBe(410);

  const unknown = await fetch(`${withdrawn.relay.url}/link/nothing?linkToken=x`, {
    headers: { 'accept-language': 'th-TH,en' },
  });
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain('ไม่พบลิงก์นี้');
});

test('an address with another link token names nobody and leads nowhere', async () => {
  const page = await asked();
  const answer = await page.open('?linkToken=stolen');
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('Aoba');
  expect((await page.confirm('stolen')).status).toBe(404);
});

test('names are text, whatever they hold', async () => {
  const page = await asked({
    companyName: '<script>alert(1)</script>',
    customerName: '"><img src=x onerror=alert(1)>\u202eevil',
  });
  const text = await (await page.open()).text();
  expect(text).toContain('&lt;script&gt;');
  expect(text).not.toContain('<script>');
  expect(text).not.toContain('<img');
  expect(text).not.toContain('\u202e');
});

test('the relay keeps neither page id, nonce, link token nor names in readable form', async () => {
  const page = await asked();
  await page.confirm();
  await page.relay.close();
  const bytes = readFileSync(join(page.dataFolder, 'link-requests.db'));
  for (const secret of [page.pageId, page.nonce, linkToken, 'Misaki', 'Aoba'])
    expect(bytes.includes(secret)).toBe(false);
});

test('only a device of the workspace registers requests, and one page belongs to one request', async () => {
  const page = await asked();
  const stranger = await newConsole(page.relay);
  expect((await stranger.call('PUT', '/link-requests/request-0000000000000002', page.request)).status).toBe(409);
  // what a stranger says of the same id is about its own request, of which there is none
  await stranger.call('PUT', `/link-requests/${requestId}/outcome`, { outcome: 'cancelled' });
  expect((await page.open()).status).toBe(200);
  const forged = await fetch(`${page.relay.url}/v1/workspaces/${page.staff.workspaceId}/link-requests/${requestId}`, {
    method: 'PUT',
    body: '{}',
  });
  expect(forged.status).toBe(401);
});

test('entries are kept for 45 days unless told otherwise, and nodes with one database need one key', () => {
  const day = 24 * 60 * minute;
  expect(relayConfigFrom({})).toHaveProperty('options.retentionMs', 45 * day);
  const database = { RELAY_DATABASE_URL: 'postgresql://relay@db/relay' };
  expect(relayConfigFrom(database)).toMatchObject({ mistakes: [expect.stringMatching(/^RELAY_ENCRYPTION_KEY: /)] });
  const key = Buffer.alloc(32, 1).toString('base64');
  expect(relayConfigFrom({ ...database, RELAY_ENCRYPTION_KEY: key })).toHaveProperty('options.databaseUrl');
});

test('the dialog can only be another one over TLS or on this computer', () => {
  const url = (value: string) => relayConfigFrom({ RELAY_LINE_ACCOUNT_LINK_URL: value });
  expect(url('http://127.0.0.1:4000/dialog')).toHaveProperty('options.lineAccountLinkUrl');
  expect(url('http://access.line.me/dialog')).toHaveProperty('mistakes');
});
