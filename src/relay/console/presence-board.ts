import { randomUUID } from 'node:crypto';
import type { Presence, PresentConsole } from '../../shared/relay-protocol';
import type { NodeTalk } from './node-messages';

export interface PresenceBoardOptions {
  readonly talk: NodeTalk;
  /** The list of a workspace changed; called at most once per 200 ms and workspace. */
  onChanged(workspaceId: string): void;
}

interface Entry {
  readonly connection: string;
  readonly deviceId: string;
  readonly presence: Presence;
  /** Null = connected here; else when it was heard of last. */
  readonly heardAt: number | null;
}

/** News of a workspace go out together; of a crowd, which costs more, less often. */
const GATHER_MS = 200;
const CROWD = 100;
/** A node repeats its consoles this often ... */
const REPEAT_MS = 12_000;
/** ... and when nothing was heard of one for so long it is gone, since its node may have died: after 57 s at the latest. */
const SILENT_MS = 45_000;
/** More consoles than anybody looks at are not listed: each of them would get the list of all. */
const MAX_LISTED = 200;

/**
 * Who looks at what, by workspace, over all nodes. Local consoles are known at once and exactly; those of other nodes by what their
 * nodes say, and for a minute at most after their node died. Nothing is stored.
 */
export class PresenceBoard {
  readonly #options: PresenceBoardOptions;
  readonly #node = randomUUID();
  readonly #entries = new Map<string, Map<string, Entry>>();
  /** Workspaces with news, and the local connections whose news the other nodes were not told yet. */
  readonly #changed = new Map<string, { readonly timer: NodeJS.Timeout; readonly unsaid: Set<string> }>();
  readonly #timer: NodeJS.Timeout;
  readonly #unlisten: () => void;
  #connections = 0;

  constructor(options: PresenceBoardOptions) {
    this.#options = options;
    this.#unlisten = options.talk.listen((workspaceId, message) => {
      if (!('node' in message) || message.node === this.#node) return;
      if (message.type === 'who') this.#repeat(workspaceId);
      if (message.type === 'left') this.#drop(workspaceId, message.connection);
      if (message.type === 'shows') {
        const { connection, deviceId, presence } = message;
        this.#put(workspaceId, { connection, deviceId, presence, heardAt: performance.now() });
      }
    });
    this.#timer = setInterval(() => this.#tick(), REPEAT_MS);
    this.#timer.unref();
  }

  /** A name for a new connection of this node. `isFirst` = none of its workspace is here yet. */
  join(workspaceId: string, isFirst: boolean): string {
    if (isFirst) this.#options.talk.say(workspaceId, { type: 'who', node: this.#node });
    this.#connections += 1;
    return `${this.#node}/${this.#connections}`;
  }

  /** A local console tells what it shows. */
  tell(workspaceId: string, connection: string, deviceId: string, presence: Presence): void {
    this.#put(workspaceId, { connection, deviceId, presence, heardAt: null });
    this.#changed.get(workspaceId)?.unsaid.add(connection);
  }

  /** A local console is gone. */
  leave(workspaceId: string, connection: string): void {
    if (this.#drop(workspaceId, connection)) {
      this.#options.talk.say(workspaceId, { type: 'left', node: this.#node, connection });
    }
  }

  /** The connected consoles by device, each once with what it said last, as JSON of a PresentConsole: made once for all who get it. */
  present(workspaceId: string): ReadonlyMap<string, string> {
    const byDevice = new Map<string, string>();
    for (const { deviceId, presence } of this.#entries.get(workspaceId)?.values() ?? []) {
      const console: PresentConsole = { deviceId, ...presence };
      byDevice.set(deviceId, JSON.stringify(console));
      if (byDevice.size > MAX_LISTED) break;
    }
    return byDevice;
  }

  close(): void {
    this.#unlisten();
    clearInterval(this.#timer);
    for (const { timer } of this.#changed.values()) clearTimeout(timer);
    this.#changed.clear();
  }

  #put(workspaceId: string, entry: Entry): void {
    const entries = this.#entries.get(workspaceId) ?? new Map<string, Entry>();
    const before = entries.get(entry.connection);
    // what was said last stands last
    entries.delete(entry.connection);
    entries.set(entry.connection, entry);
    this.#entries.set(workspaceId, entries);
    if (before === undefined || JSON.stringify(before.presence) !== JSON.stringify(entry.presence)) {
      this.#tellChanged(workspaceId);
    }
  }

  #drop(workspaceId: string, connection: string): boolean {
    const entries = this.#entries.get(workspaceId);
    if (entries?.delete(connection) !== true) return false;
    if (entries.size === 0) this.#entries.delete(workspaceId);
    this.#tellChanged(workspaceId);
    return true;
  }

  #tellChanged(workspaceId: string): void {
    if (this.#changed.has(workspaceId)) return;
    const size = this.#entries.get(workspaceId)?.size ?? 0;
    const timer = setTimeout(
      () => {
        const unsaid = this.#changed.get(workspaceId)?.unsaid ?? new Set();
        this.#changed.delete(workspaceId);
        for (const entry of this.#entries.get(workspaceId)?.values() ?? []) {
          if (unsaid.has(entry.connection)) this.#say(workspaceId, entry);
        }
        this.#options.onChanged(workspaceId);
      },
      GATHER_MS * Math.max(1, Math.ceil(size / CROWD)),
    );
    timer.unref();
    this.#changed.set(workspaceId, { timer, unsaid: new Set() });
  }

  #repeat(workspaceId: string): void {
    for (const entry of this.#entries.get(workspaceId)?.values() ?? []) {
      if (entry.heardAt === null) this.#say(workspaceId, entry);
    }
  }

  #tick(): void {
    const oldest = performance.now() - SILENT_MS;
    for (const [workspaceId, entries] of this.#entries) {
      for (const { connection, heardAt } of entries.values()) {
        if (heardAt !== null && heardAt < oldest) this.#drop(workspaceId, connection);
      }
      this.#repeat(workspaceId);
    }
  }

  #say(workspaceId: string, { connection, deviceId, presence }: Entry): void {
    this.#options.talk.say(workspaceId, { type: 'shows', node: this.#node, connection, deviceId, presence });
  }
}
