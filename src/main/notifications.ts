import { app, type BrowserWindow, Notification } from 'electron';
import type { EngineEvent } from '../shared/contract/events-contract';
import type { SettingsStore } from './settings';

/**
 * Shows a native notification for a customer's message while nobody looks at the window; a click opens the thread.
 * The preview is the customer's text and is given to the system as plain text.
 */
export function notifyOfMessages(parts: {
  subscribe: (listener: (event: EngineEvent) => void) => () => void;
  settings: SettingsStore;
  window: () => BrowserWindow | null;
  show: (route: string) => void;
}): void {
  parts.subscribe((event) => {
    if (event.type !== 'messageArrived' || parts.window()?.isFocused() === true) return;
    if (!parts.settings.read().hasNotifications || !Notification.isSupported()) return;
    const notification = new Notification({ title: event.title, body: event.preview.slice(0, 200) });
    notification.on('click', () => parts.show(`/chats/${event.conversationId}`));
    notification.show();
  });
}

/** Keeps the dock or task bar badge at the number of unread messages, where the system has one. */
export function showUnreadBadge(count: number): void {
  app.setBadgeCount(count);
}
