import type { NodeTalk } from './console/node-messages';

/** Other nodes are told of an origin this often at most. */
const TELL_EVERY_MS = 10_000;

/** When the last webhook of each origin (`line:<bot>`, `hubspot:<account>`) came, at whichever node, since this one started. */
export class HeardOrigins {
  readonly #talk: NodeTalk;
  readonly #at = new Map<string, number>();
  readonly #toldAt = new Map<string, number>();

  constructor(talk: NodeTalk) {
    this.#talk = talk;
    talk.listen((_workspaceId, message) => {
      if (message.type === 'heard') this.#take(message.origin, message.at);
    });
  }

  /** Null = none came. */
  lastAt(origin: string): number | null {
    return this.#at.get(origin) ?? null;
  }

  /** A webhook that was stored for this workspace came from `origin`, at `at` (epoch ms). */
  note(workspaceId: string, origin: string, at: number): void {
    this.#take(origin, at);
    const now = performance.now();
    if (now - (this.#toldAt.get(origin) ?? -TELL_EVERY_MS) < TELL_EVERY_MS) return;
    this.#toldAt.set(origin, now);
    this.#talk.say(workspaceId, { type: 'heard', origin, at });
  }

  #take(origin: string, at: number): void {
    this.#at.set(origin, Math.max(at, this.#at.get(origin) ?? 0));
  }
}
