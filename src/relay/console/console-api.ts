import { Hono } from 'hono';
import type { Devices } from '../workspaces/devices';
import { type AccountsApiDeps, createAccountsApi } from './accounts-api';
import type { ConsoleEnv } from './console-request';
import { createDeviceApi, type DeviceApiDeps } from './device-api';
import { authenticate } from './device-auth';
import { createFileApi, type FileApiDeps } from './file-api';
import { createLogApi, type LogApiDeps } from './log-api';
import { createWorkApi, type WorkApiDeps } from './work-api';

export interface ConsoleApiDeps extends AccountsApiDeps, DeviceApiDeps, FileApiDeps, LogApiDeps, WorkApiDeps {
  readonly devices: Devices;
}

/**
 * What consoles ask by HTTP, under `/v1/workspaces/:workspaceId`. Nothing below is reached without a token of that very workspace, and
 * what is below takes the workspace from the device alone.
 */
export function createConsoleApi(deps: ConsoleApiDeps): Hono<ConsoleEnv> {
  const api = new Hono<ConsoleEnv>();
  api.use('/:workspaceId/*', async (c, next) => {
    const authorization = c.req.header('authorization') ?? null;
    c.set('device', await authenticate(authorization, c.req.param('workspaceId'), deps.devices));
    await next();
  });
  for (const part of [createAccountsApi, createLogApi, createWorkApi, createDeviceApi, createFileApi]) {
    api.route('/', part(deps));
  }
  return api;
}
