import { expect, test } from 'vitest';
import { call, control, LineCaller, smallSandbox, webhookReceiver } from '../support/sandbox-client';

test('a group made on the phone is joined, left, invited again; nothing is heard of it in between', async () => {
  const sandbox = await smallSandbox();
  const hook = await webhookReceiver();
  const line = await LineCaller.of(sandbox);
  await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url });
  const account = sandbox.officialAccounts[0]?.channelId ?? '';
  const phone = (method: string, path: string, body?: object) =>
    call(method, `${sandbox.endpoints.phone}/api${path}`, body);
  const [a, b, c] = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds as string[];
  const { groupId } = (await phone('POST', `/accounts/${account}/groups`, { name: '青空町内会', memberIds: [a, b] }))
    .json;
  const say = (userId: string | undefined, text: string) =>
    phone('POST', `/accounts/${account}/send`, { userId, chatId: groupId, messages: [{ type: 'text', text }] });
  expect((await say(a, 'こんにちは')).status).toBe(201);
  expect((await say(c, '入れて')).status).toBe(409);
  await phone('POST', `/groups/${groupId}/members`, { change: 'joined', memberIds: [c] });
  expect((await line.api('GET', `/v2/bot/group/${groupId}/members/count`)).json.count).toBe(3);
  await phone('PATCH', `/groups/${groupId}`, { name: '新しい名前' });
  expect((await line.api('GET', `/v2/bot/group/${groupId}/summary`)).json.groupName).toBe('新しい名前');
  await phone('POST', `/groups/${groupId}/remove-bot`, {});
  await say(a, '誰も聞いていません');
  expect((await line.api('GET', `/v2/bot/group/${groupId}/summary`)).status).toBe(404);
  const [shown] = (await phone('GET', `/accounts/${account}/groups`)).json;
  expect(shown).toMatchObject({ groupId, isBotInside: false, members: [{}, {}, {}] });
  await phone('POST', `/groups/${groupId}/invite-bot`, {});
  const heard = hook.received.flatMap((one) => one.json.events.map((event: { type: string }) => event.type));
  expect(heard).toEqual(['join', 'message', 'memberJoined', 'leave', 'join']);
});

test('member ids come a hundred at a time', async () => {
  const sandbox = await smallSandbox({ contacts: 300, friends: 260 });
  const line = await LineCaller.of(sandbox);
  const account = sandbox.officialAccounts[0]?.channelId;
  const memberIds = ((await line.api('GET', '/v2/bot/followers/ids?limit=1000')).json.userIds as string[]).slice(
    0,
    120,
  );
  const { groupId } = (await control(sandbox, 'POST', `/line/accounts/${account}/groups`, { name: '大勢', memberIds }))
    .json;
  const first = (await line.api('GET', `/v2/bot/group/${groupId}/members/ids`)).json;
  expect(first.memberIds).toHaveLength(100);
  const rest = (await line.api('GET', `/v2/bot/group/${groupId}/members/ids?start=${first.next}`)).json;
  expect([...first.memberIds, ...rest.memberIds].sort()).toEqual([...memberIds].sort());
  expect(rest.next).toBeUndefined();
});

test('further Official Accounts can be made, each with its own channel and friends', async () => {
  const sandbox = await smallSandbox();
  const made = await control(sandbox, 'POST', '/line/accounts', { displayName: 'Aozora 31', friends: 5 });
  expect(made.status).toBe(201);
  const token = await fetch(`${sandbox.endpoints.lineApi}/oauth2/v3/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: made.json.channelId,
      client_secret: made.json.channelSecret,
    }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const info = await call('GET', `${sandbox.endpoints.lineApi}/v2/bot/info`, undefined, headers);
  expect(info.json).toMatchObject({ displayName: 'Aozora 31', userId: made.json.botUserId });
  const followers = await call('GET', `${sandbox.endpoints.lineApi}/v2/bot/followers/ids`, undefined, headers);
  expect(followers.json.userIds).toHaveLength(5);
});
