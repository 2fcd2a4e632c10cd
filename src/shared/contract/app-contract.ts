import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { messageIdSchema, syncRunIdSchema } from '../model/ids';
import { settingsPatchSchema, settingsSchema } from '../model/settings';
import { runFilterSchema } from './sync-contract';

export const modeSchema = z.enum(['none', 'sandbox', 'own']);
export type Mode = z.infer<typeof modeSchema>;

export const appInfoSchema = z.object({
  version: z.string(),
  electronVersion: z.string(),
  platform: z.string(),
  mode: modeSchema,
  /** False until the wizard was finished once in this mode. */
  isSetUp: z.boolean(),
  /** Language and theme that `system` stands for on this computer. */
  systemLanguage: z.enum(['en', 'ja']),
  dataFolder: z.string(),
  /** False = no keyring: tokens are kept for this session only, and the app says so. */
  isKeyringAvailable: z.boolean(),
  /** Something that happened to the data at start, such as a rebuilt cache. */
  storageNotice: problemSchema.nullable(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const appContract = {
  info: oc.output(appInfoSchema),
  settings: oc.output(settingsSchema),
  saveSettings: oc.input(settingsPatchSchema).output(settingsSchema),
  /** Opens an https page in the system browser; anything else is refused. */
  openExternal: oc.input(z.object({ url: z.string().max(2000) })).output(z.void()),
  openDataFolder: oc.output(z.void()),
  /** Writes the history as CSV to a file that the person chooses; `path` null = no file was chosen. */
  exportHistory: oc
    .input(
      z.object({
        what: z.enum(['runs', 'errors', 'changes']),
        runId: syncRunIdSchema.nullable(),
        filter: runFilterSchema,
      }),
    )
    .output(z.object({ path: z.string().nullable(), rows: z.number() })),
  /** Writes the stored file of a message where the person chooses; `path` null = no place was chosen. */
  saveMessageFile: oc.input(z.object({ messageId: messageIdSchema })).output(z.object({ path: z.string().nullable() })),
  /** Opens a copy of a message's file with the system's own program. Only types that are read, never ones that run. */
  openMessageFile: oc.input(z.object({ messageId: messageIdSchema })).output(z.void()),
  /** Opens the sandbox's phone in a window of its own. Only in sandbox mode. */
  openPhone: oc
    .input(z.object({ friendUserId: z.string().nullable(), officialAccountId: z.string().nullable() }))
    .output(z.void()),
  /** Forgets the sandbox and its data (or the chosen mode while it is not set up) and shows the first screen again. */
  leaveMode: oc.output(z.void()),
};
