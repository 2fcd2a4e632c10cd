import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { contract } from '../../shared/contract/contract';

/** The one message that the preload script listens for; it takes the port that comes with it. */
const CONNECT_MESSAGE = 'lumo:connect';

/** Hands one end of a new channel to the preload script, which passes it on to main, and keeps the other end. */
function connectPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  window.postMessage(CONNECT_MESSAGE, window.location.origin, [port2]);
  port1.start();
  return port1;
}

/** Typed calls into main: everything that this window can ask. Errors are read with `problemOf`. */
export const rpc: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ port: connectPort() }));

/** The same calls as query and mutation options for TanStack Query. */
export const orpc = createTanstackQueryUtils(rpc);
