import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A wire to a server that can swallow everything, as a broken network does: nobody gets an answer or an end. */
export interface MuteableProxy {
  readonly port: number;
  setMute(isMute: boolean): void;
}

/** Starts one in front of a port of the loopback; it ends with the test. */
export async function startMuteableProxy(targetPort: number): Promise<MuteableProxy> {
  const sockets = new Set<Socket>();
  let isMute = false;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const ends: [Socket, Socket][] = [
      [near, far],
      [far, near],
    ];
    for (const [from, to] of ends) {
      sockets.add(from);
      from.on('data', (data) => {
        // what is lost stays lost: this connection never becomes whole again
        if (!isMute) to.write(data);
      });
      from.on('close', () => {
        sockets.delete(from);
        if (!isMute) to.destroy();
      });
      from.on('error', () => from.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    setMute: (mute) => {
      isMute = mute;
    },
  };
}
