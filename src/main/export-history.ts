import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { ServiceOf } from '../engine';
import { LumoError } from '../shared/errors/lumo-error';
import type { EngineHost } from './engine-host';
import { saveLines } from './save-lines';

/** Asks where the history shall go, with the system's own window, and writes it there. */
export function createHistoryExport(host: EngineHost): ServiceOf<'app'>['exportHistory'] {
  return async (choice) => {
    const engine = host.engine();
    if (engine === null) throw new LumoError('HUBSPOT_NOT_CONNECTED');
    const day = new Date().toLocaleDateString('sv-SE');
    const options = {
      defaultPath: join(app.getPath('documents'), `lumo-sync-${choice.what}-${day}.csv`),
      filters: [{ name: 'CSV', extensions: ['csv'] }],
    };
    const owner = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    const { canceled, filePath } = await (owner === undefined
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(owner, options));
    if (canceled || filePath === '') return { path: null, rows: 0 };
    const lines = await saveLines(filePath, engine.exportHistory(choice));
    // The first line is the head.
    return { path: filePath, rows: Math.max(0, lines - 1) };
  };
}
