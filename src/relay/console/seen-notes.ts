import type { RelayLogger } from '../relay-logger';
import type { Device, Devices, SeenDevice } from '../workspaces/devices';

/** Notes are gathered for so long: a thousand consoles that come at once are a few writes. */
const GATHER_MS = 1_000;

/** Writes down which devices are connected and how far they are, soon and together. */
export class SeenNotes {
  readonly #devices: Devices;
  readonly #logger: RelayLogger;
  /** Called with the devices that are not known any more: they were revoked at another node or by the command line. */
  readonly #onStrangers: (devices: readonly Device[]) => void;
  readonly #notes = new Map<string, SeenDevice & Device>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(devices: Devices, logger: RelayLogger, onStrangers: (devices: readonly Device[]) => void) {
    this.#devices = devices;
    this.#logger = logger;
    this.#onStrangers = onStrangers;
  }

  /** The newest note of a device counts. */
  note(device: Device, cursor: number, isConnected: boolean): void {
    if (this.#isClosed) return;
    this.#notes.set(device.deviceId, { ...device, cursor, isConnected });
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, GATHER_MS);
    this.#timer.unref();
  }

  /** Writes what was noted, now. Never rejects: it is noted again with the next heartbeat. */
  async flush(): Promise<void> {
    const notes = [...this.#notes.values()];
    this.#notes.clear();
    if (notes.length === 0 || this.#isClosed) return;
    try {
      const alive = await this.#devices.seen(notes);
      this.#onStrangers(notes.filter(({ deviceId }) => !alive.has(deviceId)));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#logger({ level: 'warn', event: 'seen-not-noted', message });
    }
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
