import { join } from 'node:path';
import { app } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';

const boundsSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  isMaximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

/** What main remembers about this computer. Nothing secret: secrets go through the secret store. */
const profileSchema = z.object({
  mode: z.enum(['none', 'sandbox', 'own']).catch('none'),
  isSandboxSetUp: z.boolean().catch(false),
  isOwnSetUp: z.boolean().catch(false),
  ownConnection: z
    .object({ hubSpotClientId: z.string(), relayUrl: z.string(), workspaceId: z.string() })
    .nullable()
    .catch(null),
  bounds: boundsSchema.nullable().catch(null),
});
export type Profile = z.infer<typeof profileSchema>;

/** The remembered state, parsed leniently: a broken file means defaults, never a crash. */
export interface ProfileStore {
  read(): Profile;
  write(patch: Partial<Profile>): void;
  /** Root of everything this person keeps. */
  folder: string;
}

/** Opens the profile of this user, or of `LUMO_USER_DATA` (tests and second profiles). Must run before `ready`. */
export function openProfile(): ProfileStore {
  const own = process.env.LUMO_USER_DATA;
  if (own !== undefined && own !== '') app.setPath('userData', own);
  const folder = app.getPath('userData');
  const store = new Store<Record<string, unknown>>({ name: 'profile', cwd: folder, clearInvalidConfig: true });
  return {
    folder,
    read: () => profileSchema.parse({ ...store.store }),
    write: (patch) => store.set({ ...patch }),
  };
}

/** Where one mode's data lives: `<profile>/sandbox` or `<profile>/own`. */
export function dataFolderOf(profile: ProfileStore, mode: 'sandbox' | 'own'): string {
  return join(profile.folder, mode);
}
