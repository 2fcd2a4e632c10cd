import { connect, type Socket } from 'node:net';
import { percentile } from '../statistics';

/** One request to send; `id` names it in the list of acknowledged ones. */
export interface LoadRequest {
  id: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Requests that were answered 200. */
  acknowledged: string[];
  /** Requests that were answered otherwise. */
  refused: number;
}

interface LoadOptions {
  port: number;
  connections: number;
  forMs: number;
  next: () => LoadRequest;
}

/**
 * Posts as fast as the server answers, one request at a time on each of `connections` kept-alive sockets. Own sockets instead
 * of an HTTP client: the client must cost less than what it measures.
 */
export async function generateLoad({ port, connections, forMs, next }: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = [];
  const acknowledged: string[] = [];
  let refused = 0;
  const startedAt = performance.now();
  const endAt = startedAt + forMs;
  const worker = async () => {
    const socket = await opened(port);
    const answers = readAnswers(socket);
    while (performance.now() < endAt) {
      const { id, path, headers, body } = next();
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const head = `POST ${path} HTTP/1.1\r\nhost: relay\r\ncontent-type: application/json\r\ncontent-length: ${body.byteLength}\r\n${lines.join('')}\r\n`;
      const sentAt = performance.now();
      socket.write(head);
      socket.write(body);
      const status = await answers.next();
      if (status.done) break;
      latencies.push(performance.now() - sentAt);
      if (status.value === 200) acknowledged.push(id);
      else refused += 1;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - startedAt) / 1_000;
  const [p50Ms, p99Ms] = [percentile(latencies, 50), percentile(latencies, 99)];
  return { perSecond: latencies.length / seconds, p50Ms, p99Ms, acknowledged, refused };
}

function opened(port: number): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => done(socket));
    socket.once('error', fail);
  });
}

/** The statuses of answers, one after the other. Bodies are measured by their `content-length`. */
async function* readAnswers(socket: Socket): AsyncGenerator<number, void> {
  let held = '';
  for await (const chunk of socket) {
    held += chunk.toString('latin1');
    const headEnd = held.indexOf('\r\n\r\n');
    if (headEnd < 0) continue;
    const length = Number(/content-length: (\d+)/i.exec(held.slice(0, headEnd))?.[1] ?? 0);
    if (held.length < headEnd + 4 + length) continue;
    const status = Number(held.slice(9, 12));
    held = held.slice(headEnd + 4 + length);
    yield status;
  }
}
