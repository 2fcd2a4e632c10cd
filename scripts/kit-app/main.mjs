/**
 * What an Electron without its own starter needs to run `electron path/to/app`: reads the path from the command
 * line, gives the app its name and version, and imports its main file.
 * The import is awaited at top level on purpose: Electron holds back `ready` until then, so that an app
 * may still call what is allowed only before it (enableSandbox, registerSchemesAsPrivileged).
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const preloads = [];
let target = null;
const words = process.argv.slice(1);
for (let index = 0; index < words.length; index += 1) {
  const word = words[index];
  if (word === '-r' || word === '--require') {
    index += 1;
    preloads.push(words[index]);
  } else if (!word.startsWith('-')) {
    target = resolve(word);
    break;
  }
}

if (target === null) {
  process.stderr.write('No app was named on the command line.\n');
  app.exit(1);
} else {
  try {
    for (const file of preloads) createRequire(import.meta.url)(resolve(file));
    Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
    await load(target);
  } catch (error) {
    process.stderr.write(`The app cannot be started: ${error instanceof Error ? error.stack : String(error)}\n`);
    app.exit(1);
  }
}

async function load(path) {
  if (!statSync(path).isDirectory()) {
    await import(pathToFileURL(path).href);
    return;
  }
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  const name = manifest.productName ?? manifest.name;
  if (name) app.setName(name);
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
  app.setAppPath(path);
  await import(pathToFileURL(join(path, manifest.main ?? 'index.js')).href);
}
