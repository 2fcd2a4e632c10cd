import { type Paired, type PairRequest, pairedSchema } from '../../shared/relay-protocol';
import { askRelay } from './relay-http';

const TIMEOUT_MS = 10_000;

/**
 * Makes this console a device of the workspace whose console shows the code. The token is given once; keep it as a secret.
 * @throws RelayError PAIRING_CODE_WRONG, PAIRING_CODE_EXPIRED, RELAY_UNREACHABLE, RELAY_REFUSED.
 */
export function pairWithRelay(
  url: string,
  code: string,
  deviceName: string,
  fetchFrom: typeof fetch = fetch,
): Promise<Paired> {
  const baseUrl = url.replace(/\/+$/, '');
  const body: PairRequest = { code, deviceName };
  const http = { baseUrl, deviceToken: null, fetch: fetchFrom, timeoutMs: TIMEOUT_MS };
  return askRelay(http, { method: 'POST', path: '/v1/pair', body }, pairedSchema);
}
