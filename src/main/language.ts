import { app } from 'electron';
import type { Settings } from '../shared/model/settings';

/** The language to show for a setting: Japanese systems get Japanese, all others English. `LUMO_LANGUAGE` stands in for the system's. */
export function languageOf(setting: Settings['language']): 'en' | 'ja' {
  if (setting !== 'system') return setting;
  const system = process.env.LUMO_LANGUAGE ?? app.getPreferredSystemLanguages()[0] ?? app.getLocale();
  return system.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}
