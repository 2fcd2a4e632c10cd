import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { RELAY_PROTOCOL_VERSION } from '../../shared/relay-protocol';
import { Refusal } from '../refusal';
import type { Registry } from '../workspaces/registry';
import { type ConnectionDeps, ConsoleConnection } from './console-connection';
import { authenticate } from './device-auth';
import { PagePacer } from './page-pacer';

export interface ConsoleHubOptions extends Omit<ConnectionDeps, 'pacer'> {
  readonly registry: Registry;
  /** Consoles and balancers on the way drop idle connections after 30 s and more. */
  readonly pingIntervalMs: number;
}

const LOG_PATH = /^\/v1\/workspaces\/([A-Za-z0-9_-]{1,64})\/log$/;
/** RFC 6455: the service restarts; consoles come back by themselves. */
const SERVICE_RESTART = 1012;
/** A console only ever sends acks. */
const MAX_CONSOLE_FRAME_BYTES = 4096;

/** Every connected console: takes WebSocket upgrades, wakes connections when their workspace got events, drops dead peers. */
export class ConsoleHub {
  readonly #options: ConsoleHubOptions;
  readonly #pacer = new PagePacer();
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_CONSOLE_FRAME_BYTES,
  });
  readonly #connections = new Map<string, Set<ConsoleConnection>>();
  readonly #unwatch: () => void;
  readonly #pinger: NodeJS.Timeout;

  constructor(options: ConsoleHubOptions) {
    this.#options = options;
    this.#unwatch = options.log.watch((workspaceIds) => {
      for (const workspaceId of workspaceIds) {
        this.#of(workspaceId).forEach((connection) => {
          connection.pump();
        });
      }
    });
    this.#pinger = setInterval(() => {
      for (const connection of this.#all()) {
        connection.beat();
      }
    }, options.pingIntervalMs);
    this.#pinger.unref();
  }

  /** Connected consoles of a workspace. */
  countOf(workspaceId: string): number {
    return this.#of(workspaceId).size;
  }

  /** Answers `GET /v1/workspaces/:id/log?cursor=&protocol=` with a WebSocket, or refuses it as HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    try {
      const url = new URL(request.url ?? '/', 'http://relay');
      const workspaceId = LOG_PATH.exec(url.pathname)?.[1];
      if (workspaceId === undefined) {
        throw new Refusal(404, 'NOT_FOUND', 'There is nothing here.');
      }
      const device = authenticate(request.headers.authorization ?? null, workspaceId, this.#options.registry);
      const cursor = Number(url.searchParams.get('cursor'));
      if (url.searchParams.get('protocol') !== String(RELAY_PROTOCOL_VERSION)) {
        throw new Refusal(400, 'UNSUPPORTED_PROTOCOL', 'The console and the relay have different versions.');
      }
      if (!Number.isSafeInteger(cursor) || cursor < 0) {
        throw new Refusal(400, 'CURSOR_MALFORMED', 'The cursor is no position.');
      }
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        const { log, now, logger } = this.#options;
        const deps = { log, now, logger, pacer: this.#pacer };
        const connection = new ConsoleConnection(webSocket, device, cursor, deps);
        this.#add(connection);
        webSocket.on('close', (code) => {
          this.#remove(connection);
          logger({ level: 'info', event: 'console-gone', workspaceId, deviceId: device.deviceId, code });
        });
        logger({ level: 'info', event: 'console-connected', workspaceId, deviceId: device.deviceId, cursor });
        connection.greet().catch(() => connection.terminate());
      });
    } catch (error) {
      refuseUpgrade(
        socket,
        error instanceof Refusal ? error : new Refusal(400, 'BAD_REQUEST', 'The request is broken.'),
      );
    }
  }

  /** Cuts every console at once, without a goodbye, as a lost network does. */
  terminateAll(): void {
    for (const connection of this.#all()) {
      connection.terminate();
    }
  }

  /** Tells every console that the relay stops, and takes no new ones. */
  close(): void {
    this.#unwatch();
    clearInterval(this.#pinger);
    this.#pacer.stop();
    for (const connection of this.#all()) {
      connection.close(SERVICE_RESTART, 'the relay stops');
    }
    this.#server.close();
  }

  #of(workspaceId: string): ReadonlySet<ConsoleConnection> {
    return this.#connections.get(workspaceId) ?? new Set();
  }

  #all(): ConsoleConnection[] {
    return [...this.#connections.values()].flatMap((connections) => [...connections]);
  }

  #add(connection: ConsoleConnection): void {
    const { workspaceId } = connection.device;
    this.#connections.set(workspaceId, new Set([...this.#of(workspaceId), connection]));
  }

  #remove(connection: ConsoleConnection): void {
    const { workspaceId } = connection.device;
    const rest = [...this.#of(workspaceId)].filter((other) => other !== connection);
    if (rest.length === 0) {
      this.#connections.delete(workspaceId);
    } else {
      this.#connections.set(workspaceId, new Set(rest));
    }
  }
}

const STATUS_TEXT = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [404, 'Not Found'],
  [429, 'Too Many Requests'],
]);

/** Refuses a WebSocket upgrade as plain HTTP, so that the console can read why. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } });
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_TEXT.get(refusal.status) ?? 'Refused'}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
