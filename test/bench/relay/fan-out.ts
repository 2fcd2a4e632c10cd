import WebSocket from 'ws';
import { RELAY_PROTOCOL_VERSION, relayFrameSchema } from '../../../src/shared/relay-protocol';
import type { Row } from '../report';
import { percentile } from '../statistics';
import { botOf, lineWebhooks, registerAccounts } from './line-load';
import { generateLoad } from './load-generator';
import { ServerProcess } from './server-process';

const area = 'relay';
const workspaces = 200;
const consolesEach = 5;
const forMs = 8_000;
const backlog = 100_000;

/** How long after a webhook was posted the consoles of its workspace have it; and how quickly one catches up with a long backlog. */
export async function relayFanOut(store: string, databaseUrl: string | null): Promise<Row[]> {
  const relay = await ServerProcess.start('relay', { workspaces, databaseUrl });
  try {
    await registerAccounts(relay);
    const before = relay.residentBytes();
    const latencies: number[] = [];
    const sockets: WebSocket[] = [];
    for (const { workspaceId, deviceToken } of relay.ready.workspaces) {
      for (let index = 0; index < consolesEach; index += 1) {
        sockets.push(
          await follow(relay, workspaceId, deviceToken, (postedAt) => latencies.push(performance.now() - postedAt)),
        );
      }
    }
    const perConsole = (relay.residentBytes() - before) / sockets.length / 1024;
    // the moment of posting travels in the text, so that nothing has to be looked up
    const next = lineWebhooks(workspaces, `F${Date.now().toString(36).toUpperCase()}`, () => `@${performance.now()}@`);
    const { acknowledged } = await generateLoad({
      port: relay.ready.port,
      connections: 1,
      forMs,
      next: paced(next, 5),
    });
    const expected = deliveriesOf(acknowledged.length);
    for (const end = performance.now() + 10_000; latencies.length < expected && performance.now() < end; )
      await pause(50);
    for (const socket of sockets) socket.terminate();
    const note = `${latencies.length} of ${expected} deliveries, ${sockets.length} consoles, ${Math.round(acknowledged.length / (forMs / 1_000))} events/s`;
    return [
      {
        area,
        name: `${store}: webhook posted to console has it, p50`,
        value: percentile(latencies, 50),
        unit: 'ms',
        note,
      },
      {
        area,
        name: `${store}: webhook posted to console has it, p99`,
        value: percentile(latencies, 99),
        unit: 'ms',
        aim: { of: 'value', atMost: 150 },
      },
      { area, name: `${store}: memory for a console`, value: perConsole, unit: 'KB' },
      await catchUp(relay, store),
    ];
  } finally {
    await relay.stop();
  }
}

/** Half of the events go to the first workspace, the others in turn to all. */
const deliveriesOf = (events: number): number => events * consolesEach;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

function paced<Result>(next: () => Result, everyMs: number): () => Result {
  return () => {
    // the one connection is slower than this pace only when the relay is
    for (const end = performance.now() + everyMs / 10; performance.now() < end; );
    return next();
  };
}

function follow(
  { ready }: ServerProcess,
  workspaceId: string,
  deviceToken: string,
  onPosted: (postedAt: number) => void,
  onEvents: (count: number) => void = () => undefined,
): Promise<WebSocket> {
  const url = `ws://127.0.0.1:${ready.port}/v1/workspaces/${workspaceId}/log?cursor=0&protocol=${RELAY_PROTOCOL_VERSION}`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${deviceToken}` }, perMessageDeflate: false });
  return new Promise((done, fail) => {
    socket.on('error', fail);
    socket.on('message', (data) => {
      const frame = relayFrameSchema.parse(JSON.parse(String(data)));
      if (frame.type === 'welcome') done(socket);
      if (frame.type !== 'page') return;
      for (const event of frame.events) {
        if (event.source !== 'line') continue;
        const postedAt = /@([\d.]+)@/.exec(Buffer.from(event.rawBody, 'base64').toString('utf8'))?.[1];
        if (postedAt !== undefined) onPosted(Number(postedAt));
      }
      onEvents(frame.events.length);
      socket.send(JSON.stringify({ type: 'ack', cursor: frame.cursor }));
    });
  });
}

async function catchUp(relay: ServerProcess, store: string): Promise<Row> {
  const [workspace] = relay.ready.workspaces.slice(-1);
  if (workspace === undefined) throw new Error('no workspace');
  const { workspaceId, deviceToken } = workspace;
  for (let from = 0; from < backlog; from += 500) {
    const events = Array.from({ length: 500 }, (_, index) => ({
      id: `backlog-${from + index}`,
      kind: 'bench',
      body: { botUserId: botOf(0), text: 'x'.repeat(500) },
    }));
    const response = await fetch(`${relay.url}/v1/workspaces/${workspaceId}/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${deviceToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    if (!response.ok) throw new Error(`the relay answered ${response.status}`);
  }
  const startedAt = performance.now();
  let count = 0;
  await new Promise<void>((done, fail) => {
    follow(
      relay,
      workspaceId,
      deviceToken,
      () => undefined,
      (events) => {
        count += events;
        if (count >= backlog) done();
      },
    ).catch(fail);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    area,
    name: `${store}: a console catches up with ${backlog.toLocaleString('en')} events`,
    value: count / seconds,
    unit: '/s',
    note: `${seconds.toFixed(1)} s`,
  };
}
