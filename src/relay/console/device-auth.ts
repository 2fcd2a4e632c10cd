import { Refusal } from '../refusal';
import type { Device, Registry } from '../workspaces/registry';

/**
 * The device behind an `Authorization: Bearer` header, in the workspace that the path names.
 * @throws Refusal 401 for every mismatch alike: a stranger does not learn which workspaces exist.
 */
export function authenticate(authorization: string | null, workspaceId: string, registry: Registry): Device {
  const token = /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(authorization ?? '')?.[1];
  const device = token === undefined ? null : registry.deviceOf(token);
  if (device === null || device.workspaceId !== workspaceId) {
    throw new Refusal(401, 'DEVICE_REFUSED', 'The relay does not accept this device for this workspace.');
  }
  return device;
}
