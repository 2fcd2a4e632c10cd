import { app, shell } from 'electron';
import type { ServiceOf } from '../engine';
import { LumoError } from '../shared/errors/lumo-error';
import type { EngineHost } from './engine-host';
import { createHistoryExport } from './export-history';
import { languageOf } from './language';
import { createMessageFileDoors } from './message-file-doors';
import type { ProfileStore } from './profile';
import { openHttps } from './security';
import type { SettingsStore } from './settings';
import { isSetUp } from './setup-service';
import { openSandboxWindow } from './windows';

/** The procedures that concern the program itself: what it is, the person's choices, and doors to outside. */
export function createAppService(parts: {
  host: EngineHost;
  profile: ProfileStore;
  settings: SettingsStore;
  isKeyringAvailable: boolean;
}): ServiceOf<'app'> {
  const { host, profile, settings } = parts;
  return {
    info: async () => ({
      version: app.getVersion(),
      electronVersion: process.versions.electron ?? '',
      platform: process.platform,
      mode: profile.read().mode,
      isSetUp: isSetUp(profile),
      systemLanguage: languageOf('system'),
      dataFolder: profile.folder,
      isKeyringAvailable: parts.isKeyringAvailable,
      storageNotice: host.engine()?.storageNotice ?? null,
    }),
    settings: async () => settings.read(),
    saveSettings: async (patch) => settings.save(patch),
    openExternal: ({ url }) => openHttps(url),
    openDataFolder: async () => {
      const failure = await shell.openPath(profile.folder);
      if (failure !== '') throw new LumoError('NOT_FOUND', { what: profile.folder });
    },
    exportHistory: createHistoryExport(host),
    ...createMessageFileDoors(host),
    openPhone: async ({ friendUserId, officialAccountId }) => {
      const trial = host.trial();
      if (trial === null) throw new LumoError('SANDBOX_FAILED', { detail: 'the sandbox is not running' });
      const url = new URL(trial.endpoints.phone);
      if (officialAccountId !== null) url.searchParams.set('account', officialAccountId);
      if (friendUserId !== null) url.searchParams.set('user', friendUserId);
      openSandboxWindow({
        url: url.href,
        title: 'Sandbox: the customer’s phone',
        width: 700,
        height: 880,
        // A customer who links an account goes from the chat to the relay's page and LINE's dialog, and back.
        mayLoad: (target) =>
          [`${trial.endpoints.phone}/`, `${trial.endpoints.lineAccess}/`, `${trial.relay.url}/link/`].some((start) =>
            target.startsWith(start),
          ),
      });
    },
    leaveMode: () => host.leave(),
  };
}
