import { expect, test } from 'vitest';
import {
  devicesSchema,
  pairedSchema,
  pairingCodeSchema,
  type RelayDevices,
  relayErrorBodySchema,
} from '../../src/shared/relay-protocol';
import { connectSocket } from './console-socket';
import { consoleOf, newConsole, relayForTest, type TestConsole, until } from './relay-harness';

const minute = 60_000;

async function codeFrom(staff: TestConsole): Promise<string> {
  return pairingCodeSchema.parse(await (await staff.call('POST', '/pairing-codes')).json()).code;
}

function pair(relay: { url: string }, code: string, deviceName = 'Laptop'): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${relay.url}/v1/pair`, { method: 'POST', headers, body: JSON.stringify({ code, deviceName }) });
}

async function refusalOf(answer: Response): Promise<[number, string]> {
  return [answer.status, relayErrorBodySchema.parse(await answer.json()).error.code];
}

async function devicesOf(staff: TestConsole): Promise<RelayDevices> {
  return devicesSchema.parse(await (await staff.call('GET', '/devices')).json()).devices;
}

/** Another second half. */
function wrongOf(code: string): string {
  return code.slice(0, 5) + (code.endsWith('2222') ? '3333' : '2222');
}

/** A relay without a limit on requests, and a clock that the test moves. */
async function pairingRelay() {
  let now = 1_795_000_000_000;
  const relay = await relayForTest({ now: () => now });
  return {
    relay,
    staff: await newConsole(relay),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a console joins with a code as a person types it, once, and is a device of that workspace', async () => {
  const { relay, staff } = await pairingRelay();
  const code = await codeFrom(staff);
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  const typed = [...code.toLowerCase()].map((c) =>
    /[a-z]/.test(c) ? String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0) : c,
  );
  const answer = await pair(relay, ` ${typed.join('').replace('-', '－')} `);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const paired = pairedSchema.parse(await answer.json());
  expect(paired.workspaceId).toBe(staff.workspaceId);
  expect((await consoleOf(relay, paired).call('GET', '/health')).status).toBe(200);
  expect(await refusalOf(await pair(relay, code))).toEqual([410, 'PAIRING_CODE_EXPIRED']);
  // a second console of the same name takes nothing from the first
  const second = pairedSchema.parse(await (await pair(relay, await codeFrom(staff))).json());
  expect((await consoleOf(relay, paired).call('GET', '/health')).status).toBe(200);
  const names = (await devicesOf(staff)).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('Laptop')).toSorted()).toEqual(['Laptop', 'Laptop 2']);
  expect((await devicesOf(consoleOf(relay, second))).filter(({ isMe }) => isMe)).toMatchObject([
    { deviceId: second.deviceId, name: 'Laptop 2' },
  ]);
});

test('a code is over after ten minutes', async () => {
  const { relay, staff, pass } = await pairingRelay();
  const code = await codeFrom(staff);
  pass(10 * minute);
  expect(await refusalOf(await pair(relay, code))).toEqual([410, 'PAIRING_CODE_EXPIRED']);
});

test('a code dies after ten wrong tries, however many are made at once, and others go on working', async () => {
  const { relay, staff, pass } = await pairingRelay();
  const [code, other] = [await codeFrom(staff), await codeFrom(staff)];
  const tries = await Promise.all(Array.from({ length: 10 }, () => pair(relay, wrongOf(code))));
  expect(tries.map(({ status }) => status)).toEqual(Array(10).fill(404));
  expect(await refusalOf(await pair(relay, code))).toEqual([410, 'PAIRING_CODE_EXPIRED']);
  expect((await pair(relay, other)).status).toBe(200);
  // and nobody tries much faster than people type
  const many = await Promise.all(Array.from({ length: 20 }, () => pair(relay, 'WXYZ-2345')));
  expect(many.map(({ status }) => status)).toContain(429);
  pass(minute);
  expect(await refusalOf(await pair(relay, 'not a code'))).toEqual([404, 'PAIRING_CODE_WRONG']);
});

test('of two that use a code at the same moment one joins', async () => {
  const { relay, staff } = await pairingRelay();
  const code = await codeFrom(staff);
  const answers = await Promise.all([pair(relay, code), pair(relay, code)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410]);
});

test('a revoked device is cut at once, never let in again and told why; its colleagues notice nothing', async () => {
  const { relay, staff } = await pairingRelay();
  const lost = consoleOf(relay, await relay.createWorkspace({ id: staff.workspaceId, deviceName: 'Lost phone' }));
  const [lostSocket, socket] = [await connectSocket(relay, lost), await connectSocket(relay, staff)];
  const device = (await devicesOf(staff)).find(({ name }) => name === 'Lost phone');
  expect(device).toMatchObject({ isConnected: true, isMe: false, cursor: 0, lastSeenAt: expect.any(Number) });
  expect((await staff.call('DELETE', `/devices/${device?.deviceId}`)).status).toBe(204);
  await until(() => lostSocket.closedWith() !== null, 1_000);
  expect(await refusalOf(await lost.call('GET', '/health'))).toEqual([401, 'DEVICE_REVOKED']);
  await expect(connectSocket(relay, lost)).rejects.toThrow('401');
  expect(socket.closedWith()).toBeNull();
  expect((await devicesOf(staff)).map(({ isMe }) => isMe)).toEqual([true]);
  expect((await staff.call('DELETE', `/devices/${device?.deviceId}`)).status).toBe(204);
});

test('the list of devices tells who is connected, how far each one is and when it was there last', async () => {
  const { relay, staff, pass } = await pairingRelay();
  const socket = await connectSocket(relay, staff);
  await staff.call('POST', '/events', { events: [{ id: 'a', kind: 'x' }] });
  await until(() => socket.of('page').length === 1);
  await until(async () => (await devicesOf(staff))[0]?.cursor === 1);
  expect(await devicesOf(staff)).toMatchObject([{ isConnected: true, isMe: true }]);
  socket.close();
  await until(async () => (await devicesOf(staff))[0]?.isConnected === false);
  pass(minute);
  expect(await devicesOf(staff)).toMatchObject([{ isConnected: false, cursor: 1, lastSeenAt: 1_795_000_000_000 }]);
});
