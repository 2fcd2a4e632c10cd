import { expect, test } from 'vitest';
import { call, LineCaller, smallSandbox } from './support/sandbox-client';

test('the phone is a page of its own files under a strict policy', async () => {
  const { endpoints } = await smallSandbox();
  const page = await call('GET', `${endpoints.phone}/`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.text).not.toMatch(/<script(?![^>]*src=)|style=|onclick=/);
  for (const path of [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1])) {
    expect((await call('GET', endpoints.phone + path)).status).toBe(200);
  }
  const modules = new Set(['/phone.js']);
  for (const path of modules) {
    const module = await call('GET', endpoints.phone + path);
    expect([path, module.status]).toEqual([path, 200]);
    for (const [, imported = ''] of module.text.matchAll(/ from '(\/[^']+)'/g)) modules.add(imported);
  }
  expect(modules.size).toBeGreaterThan(5);
  for (const path of [
    '/api/emojis/5ac1bfd5040ab15980c9b435/001',
    '/api/stickers/446/1988',
    '/api/samples/mug-1',
    '/profile/U0000000a.png',
  ]) {
    expect((await call('GET', endpoints.phone + path)).status).toBe(200);
  }
});

test('it refuses writes that another web page could send', async () => {
  const { endpoints } = await smallSandbox();
  const answer = await call('POST', `${endpoints.phone}/api/customers`, '{"displayName":"x"}', {
    'content-type': 'text/plain',
  });
  expect(answer.status).toBe(415);
});

test('it is told at once when a message arrives', async () => {
  const sandbox = await smallSandbox();
  const line = await LineCaller.of(sandbox);
  const friend = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds[0] as string;
  const stop = new AbortController();
  const changes = await fetch(`${sandbox.endpoints.phone}/api/changes`, { signal: stop.signal });
  const reader = changes.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = (await reader?.read())?.value ?? '';
  expect(heard).toContain('event: ready');
  await line.push(friend, 'news');
  while (!heard.includes(friend)) heard += (await reader?.read())?.value ?? '';
  stop.abort();
  expect(heard).toContain('event: chat');
});
