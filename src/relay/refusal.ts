import type { RelayErrorBody } from '../shared/relay-protocol';

/** Statuses that the relay refuses with. */
export type RefusalStatus = 400 | 401 | 404 | 408 | 409 | 410 | 413 | 429 | 503 | 507;

/** A request that the relay does not accept: becomes a clean answer with a stable code, and nothing was stored. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly code: string;

  constructor(status: RefusalStatus, code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }

  /** The answer. A body that was not read to its end makes the connection unusable, so it is closed. */
  toResponse(): Response {
    const body: RelayErrorBody = { error: { code: this.code, message: this.message } };
    const headers = new Headers({ 'content-type': 'application/json' });
    if (this.status === 408 || this.status === 413 || this.status === 507) {
      headers.set('connection', 'close');
    }
    if (this.status === 429 || this.status === 503) {
      headers.set('retry-after', '1');
    }
    return new Response(JSON.stringify(body), { status: this.status, headers });
  }
}
