import enChats from './en/chats.json';
import enCommon from './en/common.json';
import enContacts from './en/contacts.json';
import enDashboard from './en/dashboard.json';
import enErrors from './en/errors.json';
import enHistory from './en/history.json';
import enMatch from './en/match.json';
import enPalette from './en/palette.json';
import enSettings from './en/settings.json';
import enSetup from './en/setup.json';
import enSync from './en/sync.json';
import enTroubleshoot from './en/troubleshoot.json';
import jaChats from './ja/chats.json';
import jaCommon from './ja/common.json';
import jaContacts from './ja/contacts.json';
import jaDashboard from './ja/dashboard.json';
import jaErrors from './ja/errors.json';
import jaHistory from './ja/history.json';
import jaMatch from './ja/match.json';
import jaPalette from './ja/palette.json';
import jaSettings from './ja/settings.json';
import jaSetup from './ja/setup.json';
import jaSync from './ja/sync.json';
import jaTroubleshoot from './ja/troubleshoot.json';

/** Every text of the screens, by language and namespace. English also gives the keys their types. */
export const resources = {
  en: {
    chats: enChats,
    common: enCommon,
    contacts: enContacts,
    dashboard: enDashboard,
    errors: enErrors,
    history: enHistory,
    palette: enPalette,
    settings: enSettings,
    match: enMatch,
    setup: enSetup,
    sync: enSync,
    troubleshoot: enTroubleshoot,
  },
  ja: {
    chats: jaChats,
    common: jaCommon,
    contacts: jaContacts,
    dashboard: jaDashboard,
    errors: jaErrors,
    history: jaHistory,
    palette: jaPalette,
    settings: jaSettings,
    match: jaMatch,
    setup: jaSetup,
    sync: jaSync,
    troubleshoot: jaTroubleshoot,
  },
} as const;

/** Languages that the screens are written in. */
export type Language = keyof typeof resources;
