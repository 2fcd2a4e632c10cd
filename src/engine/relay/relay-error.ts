import type { ErrorCode, ErrorParams } from '../../shared/errors/error-code';
import { LumoError } from '../../shared/errors/lumo-error';

/**
 * What kind of trouble it is: `offline` no answer; `busy` the relay asks to try later; `refused` it does not accept this device;
 * `rejected` the request itself is wrong, and the same one will be so again.
 */
export type RelayTrouble = 'offline' | 'busy' | 'refused' | 'rejected';

/**
 * A call to the relay that did not succeed: a {@link LumoError} with what only this wire knows. Codes: RELAY_UNREACHABLE (offline, busy),
 * RELAY_REFUSED (refused, rejected), RELAY_DEVICE_REVOKED, PAIRING_CODE_WRONG, PAIRING_CODE_EXPIRED.
 */
export class RelayError extends LumoError {
  readonly trouble: RelayTrouble;
  /** The relay's own code, where it gave one. */
  readonly detail: string | null;
  /** A plain sentence, the relay's own where it gave one. */
  readonly reason: string;

  constructor(code: ErrorCode, trouble: RelayTrouble, reason: string, detail: string | null = null) {
    const params: ErrorParams = detail === null ? {} : { detail };
    super(code, params);
    this.name = 'RelayError';
    this.trouble = trouble;
    this.reason = reason;
    this.detail = detail;
  }
}
