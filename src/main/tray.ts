import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, nativeImage, Tray } from 'electron';

export interface UnreadTray {
  update(unread: number): void;
}

/** A tray icon whose tooltip tells the unread count. Systems without a tray get nothing, and no error. */
export function openTray(onClick: () => void): UnreadTray {
  const icon = join(app.getAppPath(), 'resources/icon.png');
  if (!existsSync(icon)) return { update: () => undefined };
  try {
    const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: 22, height: 22 }));
    tray.on('click', onClick);
    return {
      update: (unread) => tray.setToolTip(unread === 0 ? 'Lumo Console' : `Lumo Console (${unread})`),
    };
  } catch {
    return { update: () => undefined };
  }
}
