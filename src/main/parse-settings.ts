import { defaultSettings, type Settings, settingsSchema } from '../shared/model/settings';

/** Settings out of whatever a file held: each value that does not fit falls back to its default. */
export function parseSettings(stored: unknown): Settings {
  const found = typeof stored === 'object' && stored !== null ? stored : {};
  const parsed = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const result = schema.safeParse(Reflect.get(found, key));
    return result.success ? [[key, result.data]] : [];
  });
  return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(parsed) });
}
