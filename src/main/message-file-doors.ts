import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, shell } from 'electron';
import type { ServiceOf } from '../engine';
import { LumoError } from '../shared/errors/lumo-error';
import { fileDanger } from '../shared/model/file-danger';
import type { EngineHost } from './engine-host';
import { safeFileName } from './safe-file-name';

/**
 * The two ways in which a file that a customer sent leaves the app, both by a person's own act: saved to a place of their
 * choice, or a copy opened with the system's program. What could run is never opened from here, and no copy may be executed.
 */
export function createMessageFileDoors(
  host: EngineHost,
): Pick<ServiceOf<'app'>, 'saveMessageFile' | 'openMessageFile'> {
  const fileOf = (messageId: string) => {
    const file = host.engine()?.messageFile(messageId) ?? null;
    if (file === null) throw new LumoError('MEDIA_GONE');
    return { ...file, name: safeFileName(file.name) };
  };
  return {
    async saveMessageFile({ messageId }) {
      const { path, name } = fileOf(messageId);
      const options = { defaultPath: join(app.getPath('downloads'), name) };
      const owner = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      const { canceled, filePath } = await (owner === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options));
      if (canceled || filePath === '') return { path: null };
      await copyAway(path, filePath);
      return { path: filePath };
    },
    async openMessageFile({ messageId }) {
      const { path, name } = fileOf(messageId);
      if (fileDanger(name) !== 'readable') throw new LumoError('INPUT_INVALID', { field: 'type' });
      const copies = join(app.getPath('temp'), 'lumo-console-files');
      await mkdir(copies, { recursive: true, mode: 0o700 });
      const copy = join(await mkdtemp(join(copies, 'open-')), name);
      await copyAway(path, copy);
      const failure = await shell.openPath(copy);
      if (failure !== '') throw new LumoError('EXPORT_FAILED', { reason: failure.slice(0, 200), path: name });
    },
  };
}

/** Deletes the copies that were opened in earlier sessions. */
export async function removeOpenedCopies(): Promise<void> {
  await rm(join(app.getPath('temp'), 'lumo-console-files'), { recursive: true, force: true });
}

async function copyAway(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
    if (process.platform === 'win32') {
      // Windows asks before it runs what came from elsewhere; a volume without such marks just has none
      await writeFile(`${to}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n').catch(() => undefined);
    } else await chmod(to, 0o600);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new LumoError('EXPORT_FAILED', { reason, path: to }, { cause: error });
  }
}
