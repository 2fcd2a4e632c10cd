import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';

const HOST = '127.0.0.1';
/** Longer than callers keep a connection that is not used: the short default ends some at the very moment of their next request. */
const KEEP_ALIVE_MS = 65_000;

/** Answers one request; `env` carries Node's own request and answer. */
export type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

/** One server on the loopback interface that can go off the network and come back on the same port. */
export class LoopbackListener {
  readonly #fetch: Fetch;
  #server: Server | null = null;
  #port = 0;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** The port, once it has listened. */
  get port(): number {
    return this.#port;
  }

  /** Base URL without a trailing slash. */
  get url(): string {
    return `http://${HOST}:${this.#port}`;
  }

  /** Listens; on the port it had, else on the wanted one, else (0, or the port is taken and may be changed) on any. */
  async listen(wantedPort = 0, mayChange = false): Promise<void> {
    if (this.#server !== null) return;
    const port = this.#port || wantedPort;
    try {
      await this.#listenOn(port);
    } catch (problem) {
      if (!mayChange || port === 0) throw problem;
      await this.#listenOn(0);
    }
  }

  /** Closes the listener and cuts every connection at once. */
  async cut(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #listenOn(port: number): Promise<void> {
    const server = createAdaptorServer({ fetch: this.#fetch }) as Server;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, () => {
        server.off('error', reject);
        resolve();
      });
    });
    const address = server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : port;
    this.#server = server;
  }
}
