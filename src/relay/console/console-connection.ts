import type { RawData, WebSocket } from 'ws';
import { type ConsoleFrame, consoleFrameSchema, type Presence, type RelayFrame } from '../../shared/relay-protocol';
import type { RelayLog } from '../log/relay-log';
import type { RelayLogger } from '../relay-logger';
import type { Device } from '../workspaces/devices';
import type { PagePacer } from './page-pacer';
import { toRelayEvent } from './to-relay-event';

export interface ConnectionDeps {
  readonly log: RelayLog;
  readonly pacer: PagePacer;
  readonly now: () => number;
  readonly logger: RelayLogger;
  /** The console tells what it shows. */
  onPresence(presence: Presence): void;
}

/** A console that takes this much without reading gets no lists on top of it. */
const MAX_WAITING_BYTES = 256 * 1024;

const PAGE = { limit: 100, maxBytes: 512 * 1024 };

/** WebSocket close codes (RFC 6455 section 7.4.1). */
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

/**
 * One console on its WebSocket. States: greeting -> (resync ->) reading <-> waiting for the ack of a page.
 * Guarantees: events go out in order of position; at most one page is under way, so a slow console costs one page of memory;
 * a position is passed only after its ack, so what a broken connection lost is sent again on the next one.
 */
export class ConsoleConnection {
  readonly device: Device;
  readonly #socket: WebSocket;
  readonly #deps: ConnectionDeps;
  #cursor: number;
  /** The cursor that an ack must carry; null when nothing is under way. */
  #unacknowledged: number | null = null;
  #isReading = false;
  #hasMore = true;
  #hasPonged = true;
  #isGreeted = false;
  #lastPresent = '[]';

  constructor(socket: WebSocket, device: Device, cursor: number, deps: ConnectionDeps) {
    this.#socket = socket;
    this.device = device;
    this.#cursor = cursor;
    this.#deps = deps;
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    socket.on('pong', () => {
      this.#hasPonged = true;
    });
    socket.on('error', () => socket.terminate());
  }

  /** Sends the welcome, and a resync where the cursor cannot be continued, then starts reading. */
  async greet(): Promise<void> {
    const heads = await this.#deps.log.heads([this.device.workspaceId]);
    const { head, floor } = heads.get(this.device.workspaceId) ?? { head: 0, floor: 0 };
    this.#send({ type: 'welcome', head, floor, now: this.#deps.now() });
    if (this.#cursor > head) {
      this.#sendResync('cursorAhead', floor);
    } else if (this.#cursor < floor && this.#cursor > 0) {
      this.#sendResync('expired', floor);
    } else {
      // a console that starts at 0 never had the expired events: it reads the source anyway
      this.#cursor = Math.max(this.#cursor, floor);
    }
    this.#isGreeted = true;
    this.pump();
  }

  /** How far the console acknowledged the log. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Tells who else is connected (JSON by device), unless the console knows it already. One that is too slow is told with the next heartbeat. */
  sendPresent(listed: ReadonlyMap<string, string>): void {
    const others = [...listed].filter(([deviceId]) => deviceId !== this.device.deviceId);
    const text = `[${others.map(([, json]) => json).join(',')}]`;
    if (!this.#isGreeted || text === this.#lastPresent || this.#socket.bufferedAmount > MAX_WAITING_BYTES) return;
    this.#lastPresent = text;
    if (this.#isOpen()) this.#socket.send(`{"type":"present","consoles":${text}}`);
  }

  /** There may be new events: sends the next page when nothing is under way. */
  pump(): void {
    this.#hasMore = true;
    if (this.#isGreeted && !this.#isReading && this.#unacknowledged === null && this.#isOpen()) {
      this.#isReading = true;
      this.#deps.pacer.run(() => void this.#sendNextPage());
    }
  }

  /** Called on each heartbeat; a console that did not answer the last one is gone. */
  beat(): void {
    if (!this.#hasPonged) {
      this.#socket.terminate();
      return;
    }
    this.#hasPonged = false;
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  async #sendNextPage(): Promise<void> {
    try {
      this.#hasMore = false;
      const page = await this.#deps.log.read(this.device.workspaceId, this.#cursor, PAGE);
      const last = page.events.at(-1);
      if (last !== undefined) {
        this.#unacknowledged = last.seq;
        this.#send({ type: 'page', events: page.events.map(toRelayEvent), cursor: last.seq, head: page.head });
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#deps.logger({ level: 'error', event: 'page-failed', workspaceId: this.device.workspaceId, message });
      this.#socket.close(INTERNAL_ERROR, 'the log cannot be read');
    } finally {
      this.#isReading = false;
    }
    if (this.#hasMore) {
      this.pump();
    }
  }

  #sendResync(reason: 'expired' | 'cursorAhead', resumeAt: number): void {
    this.#unacknowledged = resumeAt;
    this.#send({ type: 'resync', reason, resumeAt });
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    const frame = isBinary ? null : frameOf(String(data));
    if (frame?.type === 'presence') {
      this.#deps.onPresence(frame.presence);
      return;
    }
    if (frame?.type !== 'ack' || frame.cursor !== this.#unacknowledged) {
      this.#socket.close(POLICY_VIOLATION, 'unexpected frame');
      return;
    }
    this.#unacknowledged = null;
    this.#cursor = frame.cursor;
    this.pump();
  }

  #send(frame: RelayFrame): void {
    if (this.#isOpen()) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }
}

function frameOf(text: string): ConsoleFrame | null {
  try {
    const frame = consoleFrameSchema.safeParse(JSON.parse(text));
    return frame.success ? frame.data : null;
  } catch {
    return null;
  }
}
