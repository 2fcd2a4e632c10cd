import { serve } from '@hono/node-server';
import Database from 'better-sqlite3';
import { Hono } from 'hono';
import { z } from 'zod';
import {
  createHubSpotStandIn,
  type HubSpotStandIn,
  type HubSpotStandInOptions,
} from '../../../src/sandbox/hubspot/stand-in';

export const clientId = '11111111-aaaa-4bbb-8ccc-222222222222';
export const clientSecret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
export const redirectUri = 'http://localhost:48330/oauth/hubspot';
export const mainHub = 62515001;
export const testHub = 62515002;
export const firstContact = 100_001;
export const firstCompany = 9_000_001;

/** An answer with its body, parsed when it is JSON. Bodies are read loosely: tests assert on what they name. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json };

/** JSON of any shape; missing steps read as undefined. */
// biome-ignore lint/suspicious/noExplicitAny: a test names exactly the fields that it expects
export type Json = any;

/** The stand-in on real loopback ports, with a clock that the test moves. */
export type Host = {
  readonly standIn: HubSpotStandIn;
  readonly database: Database.Database;
  readonly url: string;
  readonly authUrl: string;
  readonly controlUrl: string;
  readonly clock: { now: number };
  /** A static token with the given scopes (all when absent). */
  token(scopes?: readonly string[], hubId?: number): Promise<string>;
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
};

type Overrides = Partial<Omit<HubSpotStandInOptions, 'database' | 'now'>>;

/** Starts a stand-in with 250 contacts, limits off, no index lag, unless told otherwise. */
export async function startHost(overrides: Overrides = {}): Promise<Host> {
  const database = new Database(':memory:');
  const clock = { now: Date.UTC(2026, 10, 22, 1, 2, 3, 456) };
  const standIn = createHubSpotStandIn({
    database,
    now: () => clock.now,
    client: { clientId, clientSecret, redirectUris: [redirectUri] },
    webhook: { targetUrl: null },
    contacts: 250,
    seed: 7,
    indexLagMs: 0,
    limits: { isEnabled: false },
    log: (message) => {
      throw new Error(message);
    },
    ...overrides,
  });
  standIn.seedIfEmpty();
  const control = new Hono().route('/control', standIn.control);
  const servers = await Promise.all([standIn.app, standIn.authApp, control].map(({ fetch }) => listen(fetch)));
  const [url = '', authUrl = '', controlUrl = ''] = servers.map((server) => server.url);
  let defaultToken: string | null = null;
  const host: Host = {
    standIn,
    database,
    url,
    authUrl,
    controlUrl: `${controlUrl}/control`,
    clock,
    token: async (scopes, hubId = mainHub) => {
      const answer = await host.control('POST', '/tokens/static', scopes === undefined ? { hubId } : { hubId, scopes });
      return z.string().parse(answer.body.token);
    },
    call: async (method, path, body, token) => {
      if (token === undefined) defaultToken ??= await host.token();
      return request(method, `${url}${path}`, body, { Authorization: `Bearer ${token ?? defaultToken}` });
    },
    control: (method, path, body) => request(method, `${host.controlUrl}${path}`, body, {}),
    close: async () => {
      standIn.close();
      await Promise.all(servers.map((server) => server.close()));
      database.close();
    },
  };
  return host;
}

/** Sends JSON (a text goes as it is) and reads the answer. */
export async function request(
  method: string,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}

/** Posts a form. */
export function form(url: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  return request('POST', url, new URLSearchParams(fields).toString(), {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
}

/** Serves a fetch handler on a free loopback port. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
  });
}

/** Waits until a condition holds; fails after five seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
