import Store from 'electron-store';
import type { Settings, SettingsPatch } from '../shared/model/settings';
import { parseSettings } from './parse-settings';

export interface SettingsStore {
  read(): Settings;
  /** Merges, stores and tells every listener. */
  save(patch: SettingsPatch): Settings;
  onChange(listener: (settings: Settings) => void): void;
}

/** The person's choices, kept in `settings.json` of the profile. */
export function openSettings(folder: string): SettingsStore {
  const store = new Store<Record<string, unknown>>({ name: 'settings', cwd: folder, clearInvalidConfig: true });
  const listeners: ((settings: Settings) => void)[] = [];
  const read = () => parseSettings({ ...store.store });
  return {
    read,
    save(patch) {
      store.set({ ...patch });
      const settings = read();
      for (const listener of listeners) listener(settings);
      return settings;
    },
    onChange: (listener) => listeners.push(listener),
  };
}
