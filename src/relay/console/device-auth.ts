import { Refusal } from '../refusal';
import type { Device, Devices } from '../workspaces/devices';

/**
 * The device behind an `Authorization: Bearer` header, in the workspace that the path names.
 * @throws Refusal 401 for every mismatch alike: a stranger does not learn which workspaces exist. Only who holds the token of a
 * revoked device learns that it was revoked.
 */
export async function authenticate(
  authorization: string | null,
  workspaceId: string,
  devices: Devices,
): Promise<Device> {
  const token = /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(authorization ?? '')?.[1];
  const device = token === undefined ? null : await devices.ofToken(token);
  if (device === null || device.workspaceId !== workspaceId) {
    throw new Refusal(401, 'DEVICE_REFUSED', 'The relay does not accept this device for this workspace.');
  }
  if (device.isRevoked) {
    throw new Refusal(401, 'DEVICE_REVOKED', 'This device was taken off the workspace.');
  }
  return { workspaceId: device.workspaceId, deviceId: device.deviceId };
}
