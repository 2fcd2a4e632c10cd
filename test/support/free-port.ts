import { createServer } from 'node:net';

/**
 * A port of the loopback that nobody listens on, below those that systems give to outgoing connections: one of them
 * could be taken between this look and the sign-in.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 18_000 + Math.floor(Math.random() * 12_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
