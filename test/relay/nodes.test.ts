import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { Relay } from '../../src/relay/server';
import {
  devicesSchema,
  fileStoredSchema,
  pairedSchema,
  pairingCodeSchema,
  relayErrorBodySchema,
  relayHealthSchema,
} from '../../src/shared/relay-protocol';
import { startPostgres } from '../support/postgres-server';
import { connectSocket, presenceOf } from './console-socket';
import {
  BOT,
  CHANNEL,
  consoleOf,
  lineBody,
  newConsole,
  postLine,
  relayForTest,
  type TestConsole,
  until,
} from './relay-harness';

const postgres = await startPostgres({ isDurable: false });
afterAll(() => postgres?.stop());

/** Nodes that share one database, as behind a balancer. */
async function nodes(): Promise<[Relay, Relay]> {
  if (postgres === null) throw new Error('there is no server');
  const shared = {
    databaseUrl: await postgres.createDatabase(),
    encryptionKey: new Uint8Array(32).fill(3),
    publicUrl: 'https://relay.example',
    limits: { pingIntervalMs: 500 },
  };
  return [await relayForTest(shared), await relayForTest(shared)];
}

describe.skipIf(postgres === null)('two nodes on one database', () => {
  test('what is registered at one node works at the other at once, and stops there at once', async () => {
    const [one, two] = await nodes();
    const staff = await newConsole(one);
    expect((await postLine(two, lineBody('01A'))).status).toBe(404);
    expect((await staff.call('PUT', `/channels/${BOT}`, CHANNEL)).status).toBe(204);
    await until(async () => (await postLine(two, lineBody('01B'))).status === 200, 2_000);
    expect(await staff.events()).toHaveLength(1);
    // the first node knows of the webhook that the second one took
    await until(async () => (await heardAt(staff)) !== null);
    await staff.call('DELETE', `/channels/${BOT}`);
    await until(async () => (await postLine(two, lineBody('01C'))).status === 404, 2_000);
  });

  test('a console pairs at one node with the code of the other, and is cut everywhere when it is revoked', async () => {
    const [one, two] = await nodes();
    const staff = await newConsole(one);
    const { code } = pairingCodeSchema.parse(await (await staff.call('POST', '/pairing-codes')).json());
    const answer = await fetch(`${two.url}/v1/pair`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, deviceName: '受付' }),
    });
    const paired = pairedSchema.parse(await answer.json());
    const socket = await connectSocket(two, paired);
    await until(async () => {
      const { devices } = devicesSchema.parse(await (await staff.call('GET', '/devices')).json());
      return devices.some(({ name, isConnected }) => name === '受付' && isConnected);
    });
    await staff.call('DELETE', `/devices/${paired.deviceId}`);
    await until(() => socket.closedWith() !== null, 2_000);
    const refused = await consoleOf(two, paired).call('GET', '/health');
    expect(relayErrorBodySchema.parse(await refused.json()).error.code).toBe('DEVICE_REVOKED');
  });

  test('consoles at different nodes see each other, and see each other go', async () => {
    const [one, two] = await nodes();
    const staff = await newConsole(one);
    const near = await connectSocket(one, staff);
    near.send({ type: 'presence', presence: presenceOf('Aki') });
    const far = await connectSocket(two, await one.createWorkspace({ id: staff.workspaceId }));
    // the second node hears of who was there before its first console came
    await until(() => far.of('present').at(-1)?.consoles[0]?.name === 'Aki');
    far.send({ type: 'presence', presence: presenceOf('Mina', { isWriting: true }) });
    await until(() => near.of('present').at(-1)?.consoles[0]?.name === 'Mina');
    expect(near.of('present').at(-1)?.consoles).toMatchObject([{ name: 'Mina', isWriting: true }]);
    near.close();
    await until(() => far.of('present').at(-1)?.consoles.length === 0, 3_000);
  });

  test('a file that came to one node is served by every node, in parts as well', async () => {
    const [one, two] = await nodes();
    const staff = await newConsole(one);
    const bytes = randomBytes(2_500_000);
    const stored = await fetch(`${one.url}/v1/workspaces/${staff.workspaceId}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff.deviceToken}`, 'content-type': 'video/mp4', 'x-file-name': 'a.mp4' },
      body: bytes,
    });
    const { url } = fileStoredSchema.parse(await stored.json());
    expect(new URL(url).origin).toBe('https://relay.example');
    const path = new URL(url).pathname;
    const whole = Buffer.from(await (await fetch(two.url + path)).arrayBuffer());
    expect(whole.equals(bytes)).toBe(true);
    const part = await fetch(two.url + path, { headers: { range: 'bytes=1048000-1049000' } });
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_048_000, 1_049_001))).toBe(true);
  });
});

async function heardAt(staff: TestConsole): Promise<number | null> {
  const health = relayHealthSchema.parse(await (await staff.call('GET', '/health')).json());
  return health.channels[0]?.lastEventAt ?? null;
}
