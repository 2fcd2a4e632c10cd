import { z } from 'zod';
import { conversationViewSchema } from './chat';

/** The person's remembered choices on this computer. Nothing secret. */
export const settingsSchema = z.object({
  language: z.enum(['system', 'en', 'ja']),
  theme: z.enum(['system', 'light', 'dark']),
  /** Which key sends a message; the other one makes a new line. */
  sendKey: z.enum(['enter', 'modEnter']),
  hasNotifications: z.boolean(),
  hasSound: z.boolean(),
  /** Seconds in which a sent message can be taken back before LINE gets it; 0 = none. */
  undoSeconds: z.number().int().min(0).max(10),
  /** Customers see that a message was read when a person opens the conversation. */
  hasReadReceipts: z.boolean(),
  /** Under which the other consoles see this one; empty = the computer's user. */
  agentName: z.string().max(100),
  /** Minutes between scheduled syncs; 0 = only by hand. */
  syncIntervalMinutes: z.union([
    z.literal(0),
    z.literal(5),
    z.literal(15),
    z.literal(30),
    z.literal(60),
    z.literal(240),
  ]),
  listWidth: z.number().int().min(220).max(520),
  panelWidth: z.number().int().min(260).max(560),
  isPanelOpen: z.boolean(),
  /** Sections of a contact that were folded away, by name. */
  foldedSections: z.array(z.string().max(40)).max(40),
  /** Which conversations the list showed last. */
  chatView: conversationViewSchema,
  /** Names of the contact properties beside a chat; null = a few that most want. */
  panelProperties: z.array(z.string().max(200)).max(200).nullable(),
  /** Blocks beside a chat in their order, and those that are left out. A block that is in neither stands last. */
  panelBlocks: z.array(z.string().max(40)).max(40),
  hiddenPanelBlocks: z.array(z.string().max(40)).max(40),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  sendKey: 'enter',
  hasNotifications: true,
  hasSound: true,
  undoSeconds: 5,
  hasReadReceipts: true,
  agentName: '',
  syncIntervalMinutes: 15,
  listWidth: 300,
  panelWidth: 340,
  isPanelOpen: true,
  foldedSections: [],
  chatView: 'todo',
  panelProperties: null,
  panelBlocks: [],
  hiddenPanelBlocks: [],
};

export const settingsPatchSchema = settingsSchema.partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
