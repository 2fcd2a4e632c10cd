import { expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/server';
import {
  type Answer,
  call,
  control,
  LineCaller,
  smallSandbox,
  until,
  webhookReceiver,
} from '../support/sandbox-client';

const nonce = 'a-nonce-that-nobody-guesses';

async function world() {
  const sandbox = await smallSandbox();
  const hook = await webhookReceiver();
  const line = await LineCaller.of(sandbox);
  await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url });
  const friend = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds[0] as string;
  const issued = async () => (await line.api('POST', `/v2/bot/user/${friend}/linkToken`)).json.linkToken as string;
  const events = () => hook.received.flatMap((one) => one.json.events).filter((event) => event.type === 'accountLink');
  return { sandbox, line, friend, issued, events };
}
const dialog = (sandbox: Sandbox, linkToken: string, withNonce = nonce): Promise<Answer> =>
  call(
    'GET',
    `${sandbox.endpoints.lineAccess}/dialog/bot/accountLink?${new URLSearchParams({ linkToken, nonce: withNonce })}`,
  );
const decide = (sandbox: Sandbox, linkToken: string, decision: string): Promise<Answer> =>
  call(
    'POST',
    `${sandbox.endpoints.lineAccess}/dialog/bot/accountLink`,
    String(new URLSearchParams({ linkToken, nonce, decision })),
    { 'content-type': 'application/x-www-form-urlencoded' },
  );

test('the dialog shows who links with whom; a confirmation brings the event with who it was, and leads back to the chat', async () => {
  const { sandbox, friend, line, issued, events } = await world();
  const linkToken = await issued();
  const page = await dialog(sandbox, linkToken);
  expect(page.status).toBe(200);
  const { displayName } = (await line.api('GET', `/v2/bot/profile/${friend}`)).json;
  expect(page.text).toContain(displayName);
  expect(page.text).toContain('Aozora Store');
  expect(page.text).toMatch(/value="confirm"[\s\S]+value="cancel"/);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const done = await decide(sandbox, linkToken, 'confirm');
  expect(done.text).toContain(`user=${friend}`);
  await until(() => events().length === 1, 'the event');
  expect(events()[0]).toMatchObject({
    link: { result: 'ok', nonce },
    source: { type: 'user', userId: friend },
    replyToken: expect.any(String),
  });
  const replied = await line.api('POST', '/v2/bot/message/reply', {
    replyToken: events()[0].replyToken,
    messages: [{ type: 'text', text: 'ありがとうございます' }],
  });
  expect(replied.status).toBe(200);
});

test('a token is good once and for ten minutes; one that is not brings an explanation and no event', async () => {
  const { sandbox, issued, events } = await world();
  const used = await issued();
  await decide(sandbox, used, 'confirm');
  expect((await dialog(sandbox, used)).status).toBe(400);
  expect((await decide(sandbox, used, 'confirm')).status).toBe(400);
  const late = await issued();
  await control(sandbox, 'POST', '/clock/advance', { ms: 600_000 });
  expect((await dialog(sandbox, late)).text).toContain('data-end="over"');
  expect((await decide(sandbox, late, 'confirm')).status).toBe(400);
  expect((await dialog(sandbox, await issued(), 'short')).status).toBe(400);
  await until(() => events().length === 1, 'the event of the first');
});

test('a link that fails says nothing of the customer; a cancelled one sends nothing and can be confirmed later', async () => {
  const { sandbox, friend, issued, events } = await world();
  const account = sandbox.officialAccounts[0]?.channelId;
  await decide(sandbox, await issued(), 'fail');
  await until(() => events().length === 1, 'the failure');
  expect(events()[0].link).toEqual({ result: 'failed', nonce });
  expect(events()[0].source).toBeUndefined();
  expect(events()[0].replyToken).toBeUndefined();
  const linkToken = await issued();
  expect((await decide(sandbox, linkToken, 'cancel')).text).toContain('data-end="cancelled"');
  expect((await dialog(sandbox, linkToken)).status).toBe(200);
  await control(sandbox, 'POST', `/line/accounts/${account}/block`, { userId: friend });
  await decide(sandbox, linkToken, 'confirm');
  await until(() => events().length === 2, 'the failure of one who is no friend any more');
  expect(events()[1].link.result).toBe('failed');
});

test('only friends get a link token', async () => {
  const { sandbox, line } = await world();
  const { userId } = (await control(sandbox, 'POST', '/line/customers', { displayName: '通りすがり' })).json;
  expect((await line.api('POST', `/v2/bot/user/${userId}/linkToken`)).status).toBe(404);
});
