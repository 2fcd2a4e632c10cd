import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Builds test/bench/main.ts for plain Node, so that the bench measures built code as the app runs it. */
export default defineConfig({
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['better-sqlite3', 'electron', '@playwright/test'] },
  build: {
    ssr: resolve('test/bench/main.ts'),
    outDir: 'out/bench',
    target: 'node22',
    sourcemap: true,
    rollupOptions: {
      // HubSpot's client brings a rate limiter that looks for Redis with eval; that part is never run.
      onLog: (level, log, handle) => (log.code === 'EVAL' ? undefined : handle(level, log)),
      output: { format: 'es', entryFileNames: 'main.js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
