/**
 * Who may import whom: the one table behind the check. A file belongs to the first row whose pattern fits its path.
 * In patterns `*` stands for anything but a slash and `**` for anything.
 */
export interface ImportRule {
  readonly part: string;
  readonly files: string;
  /** Own files that may be imported, without their extension. */
  readonly own: readonly string[];
  /** Own files of which only types may be imported. */
  readonly ownTypes?: readonly string[];
  /** Packages and built-in modules that may be imported. */
  readonly packages: readonly string[];
  /** Packages of which only types may be imported. */
  readonly packageTypes?: readonly string[];
  /** True where a module's name may be computed at run time. */
  readonly mayComputeNames?: boolean;
  /** Imports that must be refused: they prove that the row is alive. The last part is the module named. */
  readonly refused: readonly (readonly [path: string, specifier: string])[];
}

/** Node's own modules. `node:module` is left out: `createRequire` would be a door past this table. */
const NODE = [
  'node:assert',
  'node:async_hooks',
  'node:buffer',
  'node:child_process',
  'node:crypto',
  'node:events',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:net',
  'node:os',
  'node:path',
  'node:perf_hooks',
  'node:process',
  'node:stream',
  'node:stream/*',
  'node:string_decoder',
  'node:timers',
  'node:timers/promises',
  'node:tls',
  'node:url',
  'node:util',
  'node:worker_threads',
  'node:zlib',
] as const;

const SHARED = 'src/shared/**';
const ENGINE_LIBRARIES = [...NODE, 'zod', 'pino', 'p-queue', 'p-retry', 'croner', 'ws', '@orpc/**'] as const;
const SERVER_LIBRARIES = [...NODE, 'zod', 'pino', 'hono', 'hono/**', '@hono/node-server', 'ws'] as const;

/** Ports: the interfaces of the outer wires, and the errors that cross them. */
const PORTS = [
  'src/engine/{hubspot,line,relay}/index',
  'src/engine/{hubspot,line,relay}/*-port',
  'src/engine/{hubspot,line,relay}/*-error',
] as const;

const adapter = (name: string, sdk: readonly string[], stranger: string): ImportRule => ({
  part: `engine/${name}`,
  files: `src/engine/${name}/**`,
  own: [SHARED, 'src/engine/core/**', `src/engine/${name}/**`],
  packages: [...ENGINE_LIBRARIES, ...sdk],
  refused: [
    [`src/engine/${name}/client.ts`, '../storage/storage'],
    [`src/engine/${name}/client.ts`, '../sync'],
    [`src/engine/${name}/client.ts`, 'better-sqlite3'],
    [`src/engine/${name}/client.ts`, stranger],
    [`src/engine/${name}/client.ts`, 'electron'],
  ],
});

export const IMPORT_RULES: readonly ImportRule[] = [
  {
    part: 'shared',
    files: 'src/shared/**',
    own: [SHARED],
    packages: ['zod', '@orpc/contract'],
    refused: [
      ['src/shared/model/contact.ts', 'node:fs'],
      ['src/shared/model/contact.ts', 'electron'],
      ['src/shared/model/contact.ts', '../../engine/core/clock'],
      ['src/shared/model/contact.ts', 'react'],
    ],
  },
  {
    part: 'engine/core',
    files: 'src/engine/core/**',
    own: [SHARED, 'src/engine/core/**'],
    packages: ENGINE_LIBRARIES,
    refused: [
      ['src/engine/core/clock.ts', '../storage/storage'],
      ['src/engine/core/clock.ts', 'better-sqlite3'],
      ['src/engine/core/clock.ts', 'electron'],
      ['src/engine/core/clock.ts', 'node:module'],
    ],
  },
  {
    // its thread gets its code as text, and must be told where better-sqlite3 lies
    part: 'engine/storage (thread)',
    files: 'src/engine/storage/log-relief.ts',
    own: [SHARED, 'src/engine/core/**', 'src/engine/storage/**'],
    packages: [...ENGINE_LIBRARIES, 'better-sqlite3', 'node:module'],
    refused: [['src/engine/storage/log-relief.ts', '../sync']],
  },
  {
    part: 'engine/storage',
    files: 'src/engine/storage/**',
    own: [SHARED, 'src/engine/core/**', 'src/engine/storage/**'],
    packages: [...ENGINE_LIBRARIES, 'better-sqlite3'],
    refused: [
      ['src/engine/storage/open.ts', '../jobs/runner'],
      ['src/engine/storage/open.ts', '../sync'],
      ['src/engine/storage/open.ts', '@line/bot-sdk'],
      ['src/engine/storage/open.ts', 'electron'],
      ['src/engine/storage/open.ts', 'node:module'],
    ],
  },
  {
    part: 'engine/jobs',
    files: 'src/engine/jobs/**',
    own: [SHARED, 'src/engine/core/**', 'src/engine/storage/**', 'src/engine/jobs/**'],
    packages: ENGINE_LIBRARIES,
    refused: [
      ['src/engine/jobs/runner.ts', '../chat'],
      ['src/engine/jobs/runner.ts', 'better-sqlite3'],
      ['src/engine/jobs/runner.ts', '../hubspot/client'],
    ],
  },
  adapter('hubspot', ['@hubspot/api-client', '@hubspot/api-client/**'], '@line/bot-sdk'),
  adapter('line', ['@line/bot-sdk'], '@hubspot/api-client'),
  adapter('relay', [], '@line/bot-sdk'),
  {
    part: 'engine/<capability>',
    files: 'src/engine/*/**',
    own: [SHARED, 'src/engine/{core,storage,jobs}/**', ...PORTS, 'src/engine/*/index', 'src/engine/<same>/**'],
    // What the engine is made with and offers: each capability writes its own part of it against these types.
    ownTypes: ['src/engine/engine-types'],
    packages: ENGINE_LIBRARIES,
    refused: [
      ['src/engine/sync/pull.ts', '../chat/outbox'],
      ['src/engine/sync/pull.ts', '../engine-types'],
      ['src/engine/sync/pull.ts', '../hubspot/hubspot-client'],
      ['src/engine/sync/pull.ts', 'better-sqlite3'],
      ['src/engine/sync/pull.ts', '@hubspot/api-client'],
      ['src/engine/chat/receive.ts', '@line/bot-sdk'],
      ['src/engine/chat/receive.ts', '../index'],
      ['src/engine/chat/receive.ts', '../../main/windows'],
    ],
  },
  {
    part: 'engine',
    files: 'src/engine/*',
    own: [SHARED, 'src/engine/**'],
    packages: ENGINE_LIBRARIES,
    refused: [
      ['src/engine/index.ts', 'electron'],
      ['src/engine/index.ts', '../main/secrets'],
      ['src/engine/server.ts', '../relay/app'],
      ['src/engine/index.ts', 'better-sqlite3'],
    ],
  },
  {
    part: 'main',
    files: 'src/main/**',
    own: [SHARED, 'src/engine/index', 'src/main/**'],
    packages: [...NODE, 'electron', 'electron-store', 'zod', 'pino', '@orpc/**'],
    refused: [
      ['src/main/bridge.ts', '../engine/core/logger'],
      ['src/main/bridge.ts', '../renderer/app/App'],
      ['src/main/bridge.ts', '../sandbox/server'],
      ['src/main/bridge.ts', 'better-sqlite3'],
      ['src/main/bridge.ts', '@hubspot/api-client'],
    ],
  },
  {
    part: 'preload',
    files: 'src/preload/**',
    own: [],
    ownTypes: [SHARED],
    packages: ['electron'],
    refused: [
      ['src/preload/index.ts', 'node:fs'],
      ['src/preload/index.ts', '../shared/contract'],
      ['src/preload/index.ts', '../main/bridge'],
      ['src/preload/index.ts', 'zod'],
    ],
  },
  {
    part: 'renderer',
    files: 'src/renderer/**',
    own: [SHARED, 'src/renderer/**'],
    packages: [
      'react',
      'react/*',
      'react-dom',
      'react-dom/*',
      '@mantine/**',
      '@tabler/icons-react',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      'react-virtuoso',
      'zustand',
      'zustand/*',
      'wouter',
      'wouter/*',
      'i18next',
      'react-i18next',
      'get-nonce',
      'zod',
      '@orpc/{client,contract,tanstack-query}',
      '@orpc/client/**',
      '@orpc/tanstack-query/**',
    ],
    refused: [
      ['src/renderer/app/App.tsx', 'electron'],
      ['src/renderer/app/App.tsx', 'node:path'],
      ['src/renderer/app/App.tsx', '../../engine/index'],
      ['src/renderer/app/App.tsx', '../../main/settings'],
      ['src/renderer/app/App.tsx', 'better-sqlite3'],
      ['src/renderer/app/App.tsx', '@orpc/server'],
    ],
  },
  {
    // The log of one machine, and beside it the book of workspaces and devices and that of link requests.
    part: 'relay storage',
    files: 'src/relay/{log/sqlite/**,workspaces/sqlite-relay-database.ts}',
    own: [SHARED, 'src/relay/**'],
    packages: [...SERVER_LIBRARIES, 'better-sqlite3'],
    refused: [['src/relay/log/sqlite/log.ts', '../../../engine/storage/storage']],
  },
  {
    // The log that several nodes share.
    part: 'relay storage (PostgreSQL)',
    files: 'src/relay/{log/postgres/**,workspaces/postgres-relay-database.ts}',
    own: [SHARED, 'src/relay/log/**', 'src/relay/{workspaces/relay-database,refusal}'],
    packages: [...SERVER_LIBRARIES, 'pg'],
    refused: [
      ['src/relay/log/postgres/database.ts', 'better-sqlite3'],
      ['src/relay/log/postgres/database.ts', '../../workspaces/registry'],
    ],
  },
  {
    part: 'relay',
    files: 'src/relay/**',
    own: [SHARED, 'src/relay/**'],
    packages: SERVER_LIBRARIES,
    refused: [
      ['src/relay/app.ts', 'better-sqlite3'],
      ['src/relay/app.ts', '../engine/core/clock'],
      ['src/relay/app.ts', '../sandbox/server'],
      ['src/relay/app.ts', 'electron'],
    ],
  },
  {
    part: 'sandbox',
    files: 'src/sandbox/**',
    own: ['src/sandbox/**'],
    packages: [...SERVER_LIBRARIES, '@hono/node-server/**', 'better-sqlite3'],
    refused: [
      ['src/sandbox/server.ts', '../shared/model/contact'],
      ['src/sandbox/server.ts', '../relay/app'],
      ['src/sandbox/server.ts', '../engine/index'],
      ['src/sandbox/line/app.ts', '@line/bot-sdk'],
      ['src/sandbox/server.ts', 'electron'],
    ],
  },
  {
    part: 'trial',
    files: 'src/trial/**',
    own: [SHARED, 'src/sandbox/server', 'src/relay/**', 'src/trial/**'],
    packages: [...NODE, 'zod'],
    packageTypes: ['electron'],
    refused: [
      ['src/trial/index.ts', '../engine/index'],
      ['src/trial/index.ts', '../sandbox/line/app'],
      ['src/trial/index.ts', '../main/profile'],
      ['src/trial/index.ts', 'electron'],
    ],
  },
  {
    // Starts whatever app is named on the command line: that is its whole job.
    part: 'scripts/kit-app',
    files: 'scripts/kit-app/**',
    own: [],
    packages: [...NODE, 'node:module', 'electron'],
    mayComputeNames: true,
    refused: [['scripts/kit-app/main.mjs', '../lib/paths.mjs']],
  },
  {
    part: 'scripts',
    files: 'scripts/**',
    own: ['scripts/**'],
    packages: [...NODE, 'electron', 'vite', '@electron/asar', '@electron/fuses'],
    refused: [
      ['scripts/lib/build.mjs', '../../src/shared/model/contact'],
      ['scripts/lib/build.mjs', 'zod'],
    ],
  },
];
