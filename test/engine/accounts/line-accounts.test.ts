import { expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';

test('connecting sets and tests the webhook, reads the quota and finds the friends', async () => {
  const world = await LineWorld.start({ friends: 30 });
  const console = world.console();
  console.start();
  const { channelId, channelSecret, botUserId } = world.account;
  const checked = await console.accounts.checkLine({ channelId, channelSecret });
  expect(checked).toMatchObject({ displayName: world.account.displayName, isConnected: false });
  expect(checked.freeSequenceNumbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  const account = await console.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 7 });
  expect(account).toMatchObject({
    id: botUserId,
    sequenceNumber: 7,
    health: 'ok',
    problem: null,
    webhookUrl: `${world.relay.url}/hooks/line/${botUserId}`,
    isWebhookActive: true,
    webhookTestReason: 'OK',
  });
  expect(account.quotaUsed).not.toBeNull();
  await eventually('friends with names', async () => {
    const rows = await console.conversations();
    return rows.length > 5 && rows.every((row) => row.title !== '' && !row.title.startsWith('LINE …'));
  });
  const again = await console.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 9 });
  expect(again.sequenceNumber).toBe(7);
  expect(console.accounts.officialAccounts()).toHaveLength(1);
});

test('a wrong secret is refused and named when the channel id is known; nothing is stored before', async () => {
  const world = await LineWorld.start();
  const console = world.console();
  console.start();
  const { channelId, channelSecret } = world.account;
  const wrong = { channelId, channelSecret: '0'.repeat(32) };
  await expect(console.accounts.checkLine(wrong)).rejects.toMatchObject({
    code: 'LINE_CHANNEL_REFUSED',
    params: { part: 'channelIdOrSecret' },
  });
  expect(console.accounts.officialAccounts()).toEqual([]);
  await console.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 1 });
  await expect(console.accounts.checkLine(wrong)).rejects.toMatchObject({ params: { part: 'channelSecret' } });
});

test('without a network the check says so', async () => {
  const world = await LineWorld.start();
  const console = world.console();
  await world.control('POST', '/network', { isUp: false });
  const { channelId, channelSecret } = world.account;
  await expect(console.accounts.checkLine({ channelId, channelSecret })).rejects.toMatchObject({
    code: 'LINE_UNREACHABLE',
  });
});

test('a sequence number that another account has is refused', async () => {
  const world = await LineWorld.start();
  const console = await world.connected();
  const second = world.sandbox.officialAccounts[1];
  if (second === undefined) throw new Error('the sandbox has two accounts');
  const { channelId, channelSecret } = second;
  await expect(console.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 1 })).rejects.toMatchObject({
    code: 'LINE_ACCOUNT_TAKEN',
  });
  expect((await console.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 2 })).sequenceNumber).toBe(2);
});

test('a webhook that is switched off or points elsewhere is found; the address is set again', async () => {
  const world = await LineWorld.start();
  const console = await world.connected();
  const id = console.accounts.officialAccounts()[0]?.id;
  if (id === undefined) throw new Error('not connected');
  await world.control('PATCH', `/line/accounts/${id}`, { isEndpointActive: false });
  expect(await console.accounts.testLine({ id })).toMatchObject({
    health: 'attention',
    problem: { code: 'LINE_WEBHOOK_FAILED', params: { reason: 'SWITCHED_OFF' } },
  });
  await world.control('PATCH', `/line/accounts/${id}`, { isEndpointActive: true });
  expect(await console.accounts.testLine({ id })).toMatchObject({ health: 'ok', isWebhookActive: true });
});
