/** Sections of the settings, in their order. */
export const SETTINGS_SECTIONS = ['accounts', 'sync', 'chat', 'team', 'replies', 'general', 'data', 'about'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** Tabs of the Sync data screen, in their order. */
export const SYNC_TABS = ['contact', 'line', 'lists', 'groups', 'problems'] as const;
export type SyncTab = (typeof SYNC_TABS)[number];

/** Addresses of the places that link to each other. Ids are made safe for a path. */
export const places = {
  dashboard: '/dashboard',
  chats: '/chats',
  conversation: (id: string, messageId?: string): string =>
    `/chats/${encodeURIComponent(id)}${messageId === undefined ? '' : `?message=${encodeURIComponent(messageId)}`}`,
  contacts: '/contacts',
  contact: (id: string): string => `/contacts/${encodeURIComponent(id)}`,
  match: '/match',
  friendMatch: (id: string): string => `/match/${encodeURIComponent(id)}`,
  syncData: (tab: SyncTab): string => `/sync/${tab}`,
  troubleshoot: '/troubleshoot',
  history: '/history',
  run: (id: string): string => `/history/${encodeURIComponent(id)}`,
  settings: (section: SettingsSection): string => `/settings/${section}`,
  setup: '/setup',
} as const;
