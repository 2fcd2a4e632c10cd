import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Resolved at run time: a native module, and what Electron itself provides. */
const external = ['better-sqlite3', 'electron'];

const entries = {
  index: resolve('src/main/index.ts'),
  trial: resolve('src/trial/index.ts'),
  relay: resolve('src/relay/main.ts'),
  engine: resolve('src/engine/server.ts'),
};

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20.18',
      sourcemap: true,
      externalizeDeps: false,
      rollupOptions: {
        input: entries,
        external,
        // Bottleneck, which HubSpot's client brings along, looks for Redis by eval; nothing here uses it.
        checks: { eval: false },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      target: 'chrome130',
      minify: true,
      rollupOptions: { input: resolve('src/renderer/index.html') },
    },
  },
});
