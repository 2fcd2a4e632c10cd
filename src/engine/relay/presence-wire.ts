import WebSocket from 'ws';
import type { Presence, PresentConsole } from '../../shared/relay-protocol';

type PresentListener = (consoles: readonly PresentConsole[]) => void;

/** What this console tells of itself, kept over connections, and who hears of the others. */
export class PresenceWire {
  #own: Presence | null = null;
  readonly #listeners = new Set<PresentListener>();

  /** Keeps what this console shows, and sends it where a connection is open. */
  tell(presence: Presence, socket: WebSocket | null): void {
    this.#own = presence;
    this.sendTo(socket);
  }

  sendTo(socket: WebSocket | null): void {
    if (this.#own !== null && socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ type: 'presence', presence: this.#own }));
    }
  }

  /** Returns the unsubscribe function. */
  onPresent(listener: PresentListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The other consoles that are connected now; none while this one is not. */
  present(consoles: readonly PresentConsole[]): void {
    for (const listener of this.#listeners) listener(consoles);
  }
}
