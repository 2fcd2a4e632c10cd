import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { LumoError } from '../../shared/errors/lumo-error';
import { type RedirectOutcome, redirectPage, redirectPageHeaders } from './hubspot-redirect-page';

/** Path of the address that HubSpot sends the browser back to. */
export const redirectPath = '/oauth/hubspot';

const loopbacks = ['127.0.0.1', '::1'];

/**
 * Listens for the browser's return on both loopback addresses, only while a sign-in waits for it. `onReturn` gets the
 * query and decides what the page says.
 * @throws LumoError HUBSPOT_SIGN_IN_PORT_TAKEN
 */
export async function listenForRedirect(
  port: number,
  onReturn: (query: URLSearchParams) => Promise<RedirectOutcome>,
): Promise<{ close: () => void }> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `http://localhost:${port}`);
    if (request.method !== 'GET' || url.pathname !== redirectPath) {
      response.writeHead(404, redirectPageHeaders).end(redirectPage('unknown', request.headers));
      return;
    }
    const outcome = await onReturn(url.searchParams);
    const status = outcome === 'connected' ? 200 : 400;
    response.writeHead(status, redirectPageHeaders).end(redirectPage(outcome, request.headers));
  };

  const servers: Server[] = [];
  const close = () => {
    for (const server of servers) server.close();
  };
  for (const host of loopbacks) {
    const server = createServer((request, response) => {
      answer(request, response).catch(() => response.writeHead(500, redirectPageHeaders).end());
    });
    try {
      await listen(server, port, host);
      servers.push(server);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // A computer without IPv6 has no ::1; its browser goes to 127.0.0.1.
      if (host === '::1' && code !== 'EADDRINUSE') continue;
      close();
      throw new LumoError('HUBSPOT_SIGN_IN_PORT_TAKEN', { port }, { cause: error });
    }
  }
  return { close };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host === '::1' }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
