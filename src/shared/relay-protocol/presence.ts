import { z } from 'zod';
import { chatRefSchema } from './workspace-change';

/** What a console tells of itself while it is connected; nothing of it is stored. Sent when it changes, and once after the welcome. */
export const presenceSchema = z.object({
  agentId: z.string().min(1).max(64),
  name: z.string().max(100),
  /** The conversation on its screen; null = none. */
  chat: chatRefSchema.nullable(),
  isWriting: z.boolean(),
});
export type Presence = z.infer<typeof presenceSchema>;

/** The other connected consoles of the workspace. `deviceId` tells two consoles of one person apart. */
export const presentConsoleSchema = presenceSchema.extend({ deviceId: z.string() });
export type PresentConsole = z.infer<typeof presentConsoleSchema>;
