import WebSocket from 'ws';
import {
  type Presence,
  type PresentConsole,
  RELAY_PROTOCOL_VERSION,
  type RelayFrame,
} from '../../shared/relay-protocol';
import type { Logger } from '../core/logger';
import { type BackoffLimits, backoffMs } from './backoff';
import { parseFrame } from './parse-frame';
import { PresenceWire } from './presence-wire';
import type { RelayError } from './relay-error';
import { refusalFrom } from './relay-http';
import type { RelayStartOptions, RelayState } from './relay-port';

export interface LogFollowerTiming {
  readonly backoff: BackoffLimits;
  /** Below the 30 s after which the first balancers drop an idle connection. */
  readonly pingIntervalMs: number;
  readonly connectTimeoutMs: number;
}

export interface LogFollowerOptions {
  /** Base URL of the relay's API for the workspace, http or https, without a trailing slash. */
  readonly baseUrl: string;
  readonly deviceToken: string;
  readonly timing: LogFollowerTiming;
  readonly logger: Pick<Logger, 'info' | 'warn'> | undefined;
  readonly now: () => number;
  readonly random: () => number;
}

/** A page holds at most 512 KiB of bodies, or one body of 1 MiB; base64 adds a third. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
/** A relay whose clock differs by more refuses fresh HubSpot webhooks sooner or later. */
const MAX_CLOCK_SKEW_MS = 30_000;

/**
 * Keeps one WebSocket to the relay. States: connecting -> catchingUp -> live, each -> offline (tries again for ever with growing,
 * spread waits) or -> refused (waits for `wake`).
 * Guarantees: events are given in order and one page at a time; a page is acknowledged only after `onEvents` resolved; after a lost
 * connection the log continues behind the last page that was committed, so nothing is left out and nothing is given twice
 * (unless `onEvents` rejected: then that page comes again).
 */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  readonly #timing: LogFollowerTiming;
  readonly #presence = new PresenceWire();
  #run: RelayStartOptions | null = null;
  #socket: WebSocket | null = null;
  #cursor = 0;
  #head = 0;
  #attempt = 0;
  #state: RelayState = 'offline';
  #retryTimer: NodeJS.Timeout | null = null;
  #pingTimer: NodeJS.Timeout | null = null;
  #isAlive = true;
  /** The frame that is being worked on; frames are handled one after the other. */
  #working: Promise<void> = Promise.resolve();

  constructor(options: LogFollowerOptions) {
    this.#options = options;
    this.#timing = options.timing;
  }

  /** See RelayPort.start. */
  start(options: RelayStartOptions): void {
    if (this.#run !== null) {
      throw new Error('The relay client is started already.');
    }
    this.#run = options;
    this.#cursor = options.cursor;
    this.#attempt = 0;
    void this.#connect(options);
  }

  /** See RelayPort.stop. */
  async stop(): Promise<void> {
    this.#run = null;
    this.#clearTimers();
    this.#socket?.terminate();
    this.#socket = null;
    await this.#working;
  }

  /** See RelayPort.wake. */
  wake(): void {
    const run = this.#run;
    if (run === null) {
      return;
    }
    this.#attempt = 0;
    if (this.#socket === null) {
      this.#clearTimers();
      void this.#connect(run);
    } else {
      this.#probe(this.#socket);
    }
  }

  /** See RelayPort.tellPresence. */
  tellPresence(presence: Presence): void {
    this.#presence.tell(presence, this.#socket);
  }

  /** See RelayPort.onPresent. */
  onPresent(listener: (consoles: readonly PresentConsole[]) => void): () => void {
    return this.#presence.onPresent(listener);
  }

  async #connect(run: RelayStartOptions): Promise<void> {
    // the cursor is known only when the last page was committed or given up
    await this.#working;
    if (this.#run !== run || this.#socket !== null) {
      return;
    }
    this.#tell('connecting');
    const query = `cursor=${this.#cursor}&protocol=${RELAY_PROTOCOL_VERSION}`;
    const socket = new WebSocket(`${this.#options.baseUrl.replace(/^http/, 'ws')}/log?${query}`, {
      headers: { authorization: `Bearer ${this.#options.deviceToken}` },
      handshakeTimeout: this.#timing.connectTimeoutMs,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    let refusal: RelayError | null = null;
    socket.on('open', () => this.#startBeating(socket));
    socket.on('pong', () => {
      this.#isAlive = true;
      this.#attempt = 0;
    });
    socket.on('message', (data) => {
      this.#isAlive = true;
      this.#working = this.#working.then(() => this.#handle(run, socket, String(data)));
    });
    socket.on('unexpected-response', (request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('close', () => {
        refusal = refusalFrom(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'));
        request.destroy();
        socket.terminate();
      });
    });
    // the close event that follows an error does the rest
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      if (this.#socket === socket) {
        this.#socket = null;
        this.#clearTimers();
        this.#presence.present([]);
        this.#onLost(run, refusal, code);
      }
    });
  }

  #onLost(run: RelayStartOptions, refusal: RelayError | null, code: number): void {
    if (this.#run !== run) {
      return;
    }
    if (refusal?.trouble === 'refused') {
      this.#options.logger?.warn('the relay refuses this device', { detail: refusal.detail });
      this.#tell('refused', refusal.reason, refusal);
      return;
    }
    const waitMs = backoffMs(this.#attempt, this.#timing.backoff, this.#options.random);
    this.#attempt += 1;
    this.#options.logger?.info('relay connection lost', { closeStatus: code, detail: refusal?.detail, waitMs });
    this.#tell('offline', refusal?.reason ?? 'The relay cannot be reached.', refusal ?? undefined);
    this.#retryTimer = setTimeout(() => void this.#connect(run), waitMs);
  }

  async #handle(run: RelayStartOptions, socket: WebSocket, text: string): Promise<void> {
    if (this.#run !== run || this.#socket !== socket) {
      return;
    }
    const parsed = parseFrame(text);
    if (parsed === null) {
      this.#options.logger?.warn('the relay sent a frame that is not understood');
      socket.terminate();
      return;
    }
    if (parsed.skipped > 0) {
      this.#options.logger?.warn('relay events that are not understood were skipped', { count: parsed.skipped });
    }
    try {
      await this.#take(run, socket, parsed.frame);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.logger?.warn('relay events could not be taken, they will come again', { reason });
      socket.terminate();
    }
  }

  async #take(run: RelayStartOptions, socket: WebSocket, frame: RelayFrame): Promise<void> {
    if (frame.type === 'welcome') {
      this.#head = frame.head;
      this.#noticeSkew(frame.now);
      this.#presence.sendTo(socket);
      this.#tell(this.#cursor < frame.head ? 'catchingUp' : 'live');
      return;
    }
    if (frame.type === 'resync') {
      const { reason, resumeAt } = frame;
      this.#options.logger?.warn('the relay log cannot be continued', { reason, cursor: this.#cursor, resumeAt });
      await run.onResyncNeeded?.({ reason, cursor: this.#cursor, resumeAt });
      if (resumeAt < this.#head) {
        this.#tell('catchingUp');
      }
      this.#advance(run, socket, resumeAt);
      return;
    }
    if (frame.type === 'present') {
      this.#presence.present(frame.consoles);
      return;
    }
    this.#head = frame.head;
    const events = frame.events.filter((event) => event.seq > this.#cursor);
    if (events.length > 0) {
      await run.onEvents(events);
    }
    // a page that was taken (or a pong, above) proves that the connection is of use; a welcome alone does not
    this.#attempt = 0;
    this.#advance(run, socket, frame.cursor);
  }

  /** Everything up to `cursor` is committed: remembers and acknowledges it. */
  #advance(run: RelayStartOptions, socket: WebSocket, cursor: number): void {
    if (this.#run !== run) {
      return;
    }
    this.#cursor = cursor;
    if (this.#socket !== socket) {
      return;
    }
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ type: 'ack', cursor }));
    }
    if (this.#state === 'catchingUp' && cursor >= this.#head) {
      this.#tell('live');
    }
  }

  #noticeSkew(relayNow: number): void {
    const skewMs = relayNow - this.#options.now();
    if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS) {
      this.#options.logger?.warn('the clocks of the relay and this computer differ', { skewMs });
    }
  }

  #startBeating(socket: WebSocket): void {
    this.#isAlive = true;
    this.#pingTimer = setInterval(() => this.#beat(socket), this.#timing.pingIntervalMs);
  }

  /** A peer that answered nothing since the last ping is dead, whatever the socket says. */
  #beat(socket: WebSocket): void {
    if (socket.readyState !== WebSocket.OPEN) {
      return;
    }
    if (!this.#isAlive) {
      socket.terminate();
      return;
    }
    this.#isAlive = false;
    socket.ping();
  }

  /** After sleep a socket may look open for minutes: asks whether it is, and does not wait for the next heartbeat. */
  #probe(socket: WebSocket): void {
    if (socket.readyState === WebSocket.OPEN) {
      this.#isAlive = false;
      socket.ping();
      setTimeout(() => {
        if (!this.#isAlive) {
          socket.terminate();
        }
      }, this.#timing.connectTimeoutMs).unref();
    }
  }

  #clearTimers(): void {
    if (this.#retryTimer !== null) {
      clearTimeout(this.#retryTimer);
      this.#retryTimer = null;
    }
    if (this.#pingTimer !== null) {
      clearInterval(this.#pingTimer);
      this.#pingTimer = null;
    }
  }

  #tell(state: RelayState, reason?: string, refusal?: RelayError): void {
    this.#state = state;
    this.#run?.onState(state, reason, refusal);
  }
}
