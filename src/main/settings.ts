import Store from 'electron-store';
import { defaultSettings, type Settings, type SettingsPatch, settingsSchema } from '../shared/model/settings';

/** Settings out of whatever a file held: each value that does not fit falls back to its default. */
export function parseSettings(stored: unknown): Settings {
  const found = typeof stored === 'object' && stored !== null ? stored : {};
  const parsed = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const result = schema.safeParse(Reflect.get(found, key));
    return result.success ? [[key, result.data]] : [];
  });
  return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(parsed) });
}

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
