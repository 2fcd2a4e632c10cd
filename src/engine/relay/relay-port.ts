import type {
  AppendRequest,
  AppendResult,
  ClaimRequest,
  LinkRequestOutcome,
  NamedLease,
  PairingCode,
  Presence,
  PresentConsole,
  RegisterLinkRequest,
  RelayClaim,
  RelayDevices,
  RelayEvent,
  RelayHealth,
  SettleRequest,
} from '../../shared/relay-protocol';

import type { RelayError } from './relay-error';

/**
 * State of the connection to the relay:
 * connecting -> catchingUp -> live; offline = lost, trying again by itself; refused = the relay does not accept this device,
 * nothing is tried until `start` or `wake`.
 */
export type RelayState = 'connecting' | 'catchingUp' | 'live' | 'offline' | 'refused';

/** Why the log could not be continued from the cursor, and the cursor that the relay continues from. */
export interface RelayResync {
  /** `expired`: older events are gone. `cursorAhead`: the log is shorter than the cursor, it was restored or replaced. */
  readonly reason: 'expired' | 'cursorAhead';
  readonly cursor: number;
  readonly resumeAt: number;
}

export interface RelayStartOptions {
  /** Position of the last event that this console committed; 0 for everything. */
  readonly cursor: number;
  /**
   * Takes the next events in order. Resolves after the console committed the events and the cursor (seq of the last one);
   * only then they are acknowledged and the next page is sent. A rejection drops the connection and the same events come again.
   */
  onEvents(events: RelayEvent[]): Promise<void>;
  /**
   * Tells each change of state; for `offline` and `refused` with a plain sentence and, where the relay answered, its refusal (a
   * `refused` device that was revoked has RELAY_DEVICE_REVOKED).
   */
  onState(state: RelayState, reason?: string, refusal?: RelayError): void;
  /** The cursor cannot be continued: store `resumeAt` as the cursor and read what was missed from the source. */
  onResyncNeeded?(resync: RelayResync): Promise<void>;
}

/** A file for customers. Its bytes come from `content`, else from the file at `path`. */
export interface RelayFile {
  readonly path?: string;
  readonly content?: Blob | ReadableStream<Uint8Array>;
  /** A media type, such as image/jpeg. */
  readonly contentType: string;
  /** As the customer sees it when it is downloaded. */
  readonly name: string;
  /** From then on the address answers 410; epoch ms. The relay's own term where left out. */
  readonly expiresAt?: number;
  /** In hex: the relay refuses other bytes than these. */
  readonly sha256?: string;
  readonly signal?: AbortSignal;
}

/** An address that nobody can guess. */
export interface StoredRelayFile {
  readonly url: string;
  readonly expiresAt: number;
}

/** The workspace's mailbox and shared log, as the engine sees it. Calls reject with {@link RelayError}. */
export interface RelayPort {
  /** Connects and stays connected until `stop`. Calling it twice without `stop` is a mistake and throws. */
  start(options: RelayStartOptions): void;
  /** Disconnects; resolves when the last `onEvents` has ended. Idempotent. */
  stop(): Promise<void>;
  /** Tries to connect at once (the network came back, the machine woke up). */
  wake(): void;
  /** Lets the relay accept this OA's webhooks. A changed secret replaces the old one, which stays good for one hour. */
  registerChannel(channel: { botUserId: string; channelId: string; channelSecret: string }): Promise<void>;
  /** Forgets the OA; its webhooks get 404 from then on. Idempotent. */
  removeChannel(botUserId: string): Promise<void>;
  /** Lets the relay accept webhooks of this HubSpot account. Refused when another workspace holds the account. */
  registerPortal(portal: { portalId: string }): Promise<void>;
  /** Ends what `registerPortal` began; webhooks of the account are refused from then on. Idempotent. */
  removePortal(portalId: string): Promise<void>;
  /**
   * Appends to the workspace's log; idempotent by `id`. Resolves after the durable commit, in the order given. `key` = what the
   * entry is the newest value of; `work` = one console is to do it, see `claim`.
   */
  append(events: readonly AppendRequest['events'][number][]): Promise<AppendResult[]>;
  /**
   * The newest entry of each key that begins with `prefix`, in the order of their positions, after the position `after` (0 = from
   * the start), at most `limit` (500). Fewer than that = there are no more.
   */
  latest(query: { prefix: string; after?: number; limit?: number }): Promise<RelayEvent[]>;
  /** Takes work that is due and that nobody holds. What is not settled within the lease goes to others. */
  claim(queue: string, request: ClaimRequest): Promise<RelayClaim[]>;
  /** False = the claim was lost: another console has the work, nothing was changed. */
  settle(seq: number, settlement: SettleRequest): Promise<boolean>;
  /** Gets or renews a named lease; null = another console holds it. */
  lease(name: string, ttlMs: number): Promise<NamedLease | null>;
  /** Gives a lease back before its end. False = it was not this console's any more. */
  release(name: string, fence: number): Promise<boolean>;
  /** Tells the other consoles what this one shows; kept for the next connection while there is none. Never fails. */
  tellPresence(presence: Presence): void;
  /** Hears of the other connected consoles whenever one comes, goes or tells something new; of none when the connection is lost. */
  onPresent(listener: (consoles: readonly PresentConsole[]) => void): () => void;
  /** Puts a file where LINE and the customer can get it. */
  putFile(file: RelayFile): Promise<StoredRelayFile>;
  /** All devices of the workspace, this one included. */
  devices(): Promise<RelayDevices>;
  /** Cuts a device at once and for good. Idempotent. */
  revokeDevice(deviceId: string): Promise<void>;
  /** A code with which one more console can join, once, for ten minutes. */
  makePairingCode(): Promise<PairingCode>;
  /** Registers a link request; gives the address to which its page id is to be added. The same one again changes nothing. */
  registerLinkRequest(requestId: string, request: RegisterLinkRequest): Promise<{ pageBaseUrl: string }>;
  /** From now on the customer's page says what became of the request. */
  settleLinkRequest(requestId: string, outcome: LinkRequestOutcome): Promise<void>;
  /** The relay's own base address, as it was configured. */
  readonly url: string;
  /** The URL to set as the OA's webhook endpoint. */
  lineWebhookUrl(botUserId: string): string;
  /** Asks the relay how it is. */
  health(): Promise<RelayHealth>;
}
