import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { RELAY_PROTOCOL_VERSION } from '../../shared/relay-protocol';
import { Refusal } from '../refusal';
import { refusalOf } from '../refusal-of';
import type { Device, Devices } from '../workspaces/devices';
import { type ConnectionDeps, ConsoleConnection } from './console-connection';
import { authenticate } from './device-auth';
import type { NodeTalk } from './node-messages';
import { PagePacer } from './page-pacer';
import { PresenceBoard } from './presence-board';
import { refuseUpgrade } from './refuse-upgrade';
import { SeenNotes } from './seen-notes';

export interface ConsoleHubOptions extends Omit<ConnectionDeps, 'pacer' | 'onPresence'> {
  readonly devices: Devices;
  readonly talk: NodeTalk;
  /** Consoles and balancers on the way drop idle connections after 30 s and more. */
  readonly pingIntervalMs: number;
}

const LOG_PATH = /^\/v1\/workspaces\/([A-Za-z0-9_-]{1,64})\/log$/;
/** RFC 6455: the service restarts; consoles come back by themselves. */
const SERVICE_RESTART = 1012;
/** A console sends acks and what it shows. */
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
  readonly #board: PresenceBoard;
  readonly #seen: SeenNotes;
  readonly #stopListening: readonly (() => void)[];
  readonly #pinger: NodeJS.Timeout;

  constructor(options: ConsoleHubOptions) {
    this.#options = options;
    const wake = (workspaceIds: readonly string[]) => {
      for (const connection of workspaceIds.flatMap((id) => [...this.#of(id)])) connection.pump();
    };
    this.#stopListening = [
      options.log.watch(wake, () => this.#connections.keys()),
      options.talk.listen((workspaceId, message) => {
        if (message.type === 'revoked') this.cut(workspaceId, message.deviceId);
      }),
    ];
    this.#board = new PresenceBoard({ talk: options.talk, onChanged: (workspaceId) => this.#tellPresent(workspaceId) });
    this.#seen = new SeenNotes(options.devices, options.logger, (strangers) => {
      for (const { workspaceId, deviceId } of strangers) this.cut(workspaceId, deviceId);
    });
    this.#pinger = setInterval(() => this.#beat(), options.pingIntervalMs);
    this.#pinger.unref();
  }

  /** Connected consoles of a workspace. */
  countOf(workspaceId: string): number {
    return this.#of(workspaceId).size;
  }

  /** Answers `GET /v1/workspaces/:id/log?cursor=&protocol=` with a WebSocket, or refuses it as HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    this.#admit(request).then(
      ({ device, cursor }) => {
        if (socket.destroyed) return;
        this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket, device, cursor));
      },
      (error: unknown) => refuseUpgrade(socket, refusalOf(error)),
    );
  }

  /** Cuts a device that was revoked, at once. */
  cut(workspaceId: string, deviceId: string): void {
    for (const connection of this.#of(workspaceId)) {
      if (connection.device.deviceId === deviceId) connection.terminate();
    }
  }

  /** Writes down how far the consoles of a workspace that are connected here are. */
  async noteSeen(workspaceId: string): Promise<void> {
    for (const { device, cursor } of this.#of(workspaceId)) this.#seen.note(device, cursor, true);
    await this.#seen.flush();
  }

  /** Cuts every console at once, without a goodbye, as a lost network does. */
  terminateAll(): void {
    for (const connection of this.#all()) connection.terminate();
  }

  /** Tells every console that the relay stops, and takes no new ones. */
  close(): void {
    for (const stop of this.#stopListening) stop();
    clearInterval(this.#pinger);
    this.#board.close();
    this.#seen.close();
    this.#pacer.stop();
    for (const connection of this.#all()) connection.close(SERVICE_RESTART, 'the relay stops');
    this.#server.close();
  }

  async #admit(request: IncomingMessage): Promise<{ device: Device; cursor: number }> {
    const [path, query] = (request.url ?? '/').split('?', 2);
    const asked = new URLSearchParams(query ?? '');
    const workspaceId = LOG_PATH.exec(path ?? '')?.[1];
    if (workspaceId === undefined) throw new Refusal(404, 'NOT_FOUND', 'There is nothing here.');
    const device = await authenticate(request.headers.authorization ?? null, workspaceId, this.#options.devices);
    if (asked.get('protocol') !== String(RELAY_PROTOCOL_VERSION)) {
      throw new Refusal(400, 'UNSUPPORTED_PROTOCOL', 'The console and the relay have different versions.');
    }
    const cursor = Number(asked.get('cursor'));
    if (!Number.isSafeInteger(cursor) || cursor < 0) {
      throw new Refusal(400, 'CURSOR_MALFORMED', 'The cursor is no position.');
    }
    return { device, cursor };
  }

  #connect(socket: WebSocket, device: Device, cursor: number): void {
    const { log, now, logger } = this.#options;
    const { workspaceId, deviceId } = device;
    const name = this.#board.join(workspaceId, this.#of(workspaceId).size === 0);
    const connection = new ConsoleConnection(socket, device, cursor, {
      log,
      now,
      logger,
      pacer: this.#pacer,
      onPresence: (presence) => this.#board.tell(workspaceId, name, deviceId, presence),
    });
    this.#add(connection);
    socket.on('close', (code) => {
      this.#remove(connection);
      this.#board.leave(workspaceId, name);
      const isStillHere = [...this.#of(workspaceId)].some((other) => other.device.deviceId === deviceId);
      if (!isStillHere) this.#seen.note(device, connection.cursor, false);
      logger({ level: 'info', event: 'console-gone', workspaceId, deviceId, code });
    });
    logger({ level: 'info', event: 'console-connected', workspaceId, deviceId, cursor });
    // a device that was revoked while it connected is cut when this is written
    this.#seen.note(device, cursor, true);
    connection.greet().then(
      () => connection.sendPresent(this.#board.present(workspaceId)),
      () => connection.terminate(),
    );
  }

  #beat(): void {
    for (const workspaceId of this.#connections.keys()) this.#tellPresent(workspaceId);
    for (const connection of this.#all()) {
      connection.beat();
      this.#seen.note(connection.device, connection.cursor, true);
    }
  }

  #tellPresent(workspaceId: string): void {
    const listed = this.#board.present(workspaceId);
    for (const connection of this.#of(workspaceId)) connection.sendPresent(listed);
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
    if (rest.length === 0) this.#connections.delete(workspaceId);
    else this.#connections.set(workspaceId, new Set(rest));
  }
}
