import { createRelayClient } from '../../../src/engine';
import type { RelayPort } from '../../../src/engine/relay/relay-port';
import { readResponseSchema } from '../../../src/shared/relay-protocol';

/** A device of a workspace of a relay. */
export interface RelayDevice {
  url: string;
  workspaceId: string;
  deviceToken: string;
}

/** A relay connection that tries again soon. */
export function impatientRelayClient(device: RelayDevice, now: () => number): RelayPort {
  return createRelayClient({ ...device, now, timing: { backoff: { minMs: 50, maxMs: 200 } } });
}

/** Whether the relay holds entries after this one. */
export async function hasEntriesAfter(device: RelayDevice, seq: number): Promise<boolean> {
  const url = `${device.url}/v1/workspaces/${device.workspaceId}/events?after=${seq}&limit=1`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${device.deviceToken}` } });
  return readResponseSchema.parse(await answer.json()).events.length > 0;
}
