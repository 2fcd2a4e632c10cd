import { RPCHandler } from '@orpc/server/message-port';
import { type IpcMainEvent, ipcMain, type WebContents } from 'electron';
import type { Logger } from '../../engine';
import { isAppUrl } from '../security';
import type { createRouter } from './router';

/** Who sent a port, as far as it matters for trust. */
export interface PortSender {
  url: string;
  isTopFrame: boolean;
  isOwnWindow: boolean;
}

/** Only the top frame of our own window, showing our own page, may talk to main. */
export function isTrusted(sender: PortSender): boolean {
  return sender.isOwnWindow && sender.isTopFrame && isAppUrl(sender.url);
}

/** Takes message ports from the app's page and serves the contract on each; a port from anybody else is closed. */
export function acceptPorts(
  router: ReturnType<typeof createRouter>,
  ownContents: () => WebContents | null,
  logger: Logger,
): void {
  const handler = new RPCHandler(router);
  ipcMain.on('lumo:connect', (event: IpcMainEvent) => {
    const [port] = event.ports;
    if (port === undefined) return;
    const frame = event.senderFrame;
    const sender = {
      url: frame?.url ?? '',
      isTopFrame: frame !== null && frame.parent === null,
      isOwnWindow: event.sender === ownContents(),
    };
    if (!isTrusted(sender)) {
      logger.warn('a port from a stranger was refused', { url: sender.url, isTopFrame: sender.isTopFrame });
      port.close();
      return;
    }
    handler.upgrade(port, { context: {} });
    port.start();
  });
}
