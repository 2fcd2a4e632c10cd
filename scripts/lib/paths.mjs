import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What is fetched once per machine and shared by every checkout. LUMO_CACHE moves it. */
export const CACHE = process.env.LUMO_CACHE || join(homedir(), '.cache', 'lumo-console');

/** What electron-vite writes. */
export const OUT = join(ROOT, 'out');

/** What runs, is tested and is packed. */
export const APP = join(ROOT, 'dist', 'app');

/** Read by the end-to-end tests and the bench: which Electron runs which folder. */
export const RUNTIME_FILE = join(ROOT, 'dist', 'runtime.json');

export const NODE_MODULES = join(ROOT, 'node_modules');
