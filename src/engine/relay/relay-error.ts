/** `RELAY_OFFLINE`: no answer. `RELAY_REFUSED`: device not accepted. `RELAY_BUSY`: try later. `RELAY_REJECTED`: the request is wrong. */
export type RelayErrorCode = 'RELAY_OFFLINE' | 'RELAY_REFUSED' | 'RELAY_BUSY' | 'RELAY_REJECTED';

/** A call to the relay that did not succeed. `detail` is the relay's own code, where it gave one. */
export class RelayError extends Error {
  readonly code: RelayErrorCode;
  readonly detail: string | null;

  constructor(code: RelayErrorCode, message: string, detail: string | null = null) {
    super(message);
    this.name = 'RelayError';
    this.code = code;
    this.detail = detail;
  }
}
