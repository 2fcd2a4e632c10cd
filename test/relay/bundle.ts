import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

/** Bundles an entry of the product into one file, as the product's build does, and gives its path. */
export async function bundle(entry: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      ssr: join(root, entry),
      outDir: folder,
      target: 'node20.18',
      rollupOptions: { external: ['better-sqlite3'], output: { format: 'es', entryFileNames: 'entry.mjs' } },
    },
    ssr: { noExternal: true },
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'entry.mjs');
}
