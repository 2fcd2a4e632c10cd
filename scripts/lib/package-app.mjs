import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureElectron } from './electron.mjs';
import { Failure } from './failure.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { stage } from './stage.mjs';

/**
 * Makes an unpacked release in dist/release from the official Electron.
 * The trial kit is a third party's and out of support, so it never goes into a release; LUMO_PACKAGE_WITH_KIT=1
 * packs it all the same, to test the packing itself where the official one cannot be reached.
 */
export async function packageApp(args) {
  const electron = await ensureElectron();
  const isTest = process.env.LUMO_PACKAGE_WITH_KIT === '1';
  if (electron.kind === 'kit' && !isTest) {
    throw new Failure(
      `A release needs the official Electron, and only the trial kit (${electron.version}) is here, which is never shipped.`,
      'Connect this machine to the network and run again with LUMO_ELECTRON=official.',
    );
  }
  if (electron.kind === 'kit') console.log('TEST PACKAGE with the trial kit: do not give it to anybody.');
  await ensureBuild();
  stage(electron);
  const kitOptions =
    electron.kind === 'kit'
      ? [`-c.electronDist=${join(electron.executable, '..')}`, `-c.electronVersion=${electron.version}`]
      : [];
  const builder = join(NODE_MODULES, 'electron-builder', 'cli.js');
  return run(process.execPath, [builder, '--dir', '--publish', 'never', ...kitOptions, ...args], {
    cwd: ROOT,
    env: { ...process.env, ELECTRON_BUILDER_DISABLE_UPDATE_CHECK: '1' },
  });
}
