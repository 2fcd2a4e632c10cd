import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { type ConsoleFrame, type Presence, type RelayFrame, relayFrameSchema } from '../../src/shared/relay-protocol';
import { until } from './relay-harness';

type FrameOf<Type extends RelayFrame['type']> = Extract<RelayFrame, { type: Type }>;

/** A console on a bare WebSocket: what it got, and what it may say. Acknowledges pages by itself. */
export interface ConsoleSocket {
  readonly frames: RelayFrame[];
  /** All frames as text. */
  text(): string;
  of<Type extends RelayFrame['type']>(type: Type): FrameOf<Type>[];
  send(frame: ConsoleFrame): void;
  /** The close code, null while it is open. */
  closedWith(): number | null;
  close(): void;
}

/** Connects a device and waits for the welcome; rejects with the status where the relay refuses it. */
export async function connectSocket(
  relay: { readonly url: string },
  device: { readonly workspaceId: string; readonly deviceToken: string },
  cursor = 0,
): Promise<ConsoleSocket> {
  const url = `${relay.url.replace('http', 'ws')}/v1/workspaces/${device.workspaceId}/log?cursor=${cursor}&protocol=2`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${device.deviceToken}` } });
  onTestFinished(() => socket.terminate());
  const frames: RelayFrame[] = [];
  let code: number | null = null;
  let refused: number | null = null;
  const console: ConsoleSocket = {
    frames,
    text: () => JSON.stringify(frames),
    of: <Type extends RelayFrame['type']>(type: Type) =>
      frames.filter((frame): frame is FrameOf<Type> => frame.type === type),
    send: (frame) => socket.send(JSON.stringify(frame)),
    closedWith: () => code,
    close: () => socket.close(),
  };
  socket.on('message', (data) => {
    const frame = relayFrameSchema.parse(JSON.parse(String(data)));
    frames.push(frame);
    if (frame.type === 'page') console.send({ type: 'ack', cursor: frame.cursor });
    if (frame.type === 'resync') console.send({ type: 'ack', cursor: frame.resumeAt });
  });
  socket.on('unexpected-response', (request, response) => {
    refused = response.statusCode ?? 0;
    request.destroy();
  });
  socket.on('error', () => undefined);
  socket.on('close', (status) => {
    code = status;
  });
  await until(() => frames.length > 0 || refused !== null || code !== null);
  if (frames.length === 0) throw new Error(`refused with ${refused ?? code}`);
  return console;
}

/** What a console tells of itself. */
export function presenceOf(name: string, changes: Partial<Presence> = {}): Presence {
  return { agentId: `agent-${name}`, name, chat: null, isWriting: false, ...changes };
}
