/** Sections of the settings, in their order. */
export const SETTINGS_SECTIONS = ['accounts', 'sync', 'general', 'data', 'about'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** Addresses of the places that link to each other. Ids are made safe for a path. */
export const places = {
  dashboard: '/dashboard',
  chats: '/chats',
  conversation: (id: string, messageId?: string): string =>
    `/chats/${encodeURIComponent(id)}${messageId === undefined ? '' : `?message=${encodeURIComponent(messageId)}`}`,
  contacts: '/contacts',
  contact: (id: string): string => `/contacts/${encodeURIComponent(id)}`,
  history: '/history',
  run: (id: string): string => `/history/${encodeURIComponent(id)}`,
  settings: (section: SettingsSection): string => `/settings/${section}`,
  setup: '/setup',
} as const;
