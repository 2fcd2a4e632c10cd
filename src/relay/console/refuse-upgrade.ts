import type { Duplex } from 'node:stream';
import type { Refusal } from '../refusal';

const STATUS_TEXT = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [404, 'Not Found'],
  [429, 'Too Many Requests'],
  [503, 'Service Unavailable'],
]);

/** Refuses a WebSocket upgrade as plain HTTP, so that the console can read why. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } });
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_TEXT.get(refusal.status) ?? 'Refused'}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
