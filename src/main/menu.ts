import { app, Menu, type MenuItemConstructorOptions } from 'electron';

const words = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    go: 'Go',
    window: 'Window',
    palette: 'Command Palette…',
    dashboard: 'Dashboard',
    chats: 'Chats',
    contacts: 'Contacts',
    history: 'Sync History',
    settings: 'Settings',
  },
  ja: {
    file: 'ファイル',
    edit: '編集',
    view: '表示',
    go: '移動',
    window: 'ウインドウ',
    palette: 'コマンドパレット…',
    dashboard: 'ダッシュボード',
    chats: 'チャット',
    contacts: 'コンタクト',
    history: '同期履歴',
    settings: '設定',
  },
};

/** The application menu in the person's language; its places are the same as the rail's, with the same keys. */
export function setMenu(language: 'en' | 'ja', navigate: (route: string) => void): void {
  const text = words[language];
  const places = ['dashboard', 'chats', 'contacts', 'history', 'settings'] as const;
  const go: MenuItemConstructorOptions[] = places.map((place, index) => ({
    label: text[place],
    accelerator: `CmdOrCtrl+${index + 1}`,
    registerAccelerator: false, // the page handles the keys; the menu shows them
    click: () => navigate(`/${place}`),
  }));
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { label: text.file, submenu: [process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu', label: text.edit },
    {
      label: text.view,
      submenu: [
        { role: 'reload' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: text.go, submenu: go },
    { role: 'windowMenu', label: text.window },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
