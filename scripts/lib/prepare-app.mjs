import { ensureBuild } from './build.mjs';
import { ensureChromiumSandbox } from './chromium-sandbox.mjs';
import { ensureDisplay, needsOwnDisplay } from './display.mjs';
import { ensureElectron } from './electron.mjs';
import { stage } from './stage.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/**
 * Makes everything ready that a window needs: an Electron, its system libraries, dist/app and a display.
 * @returns {ReturnType<typeof ensureElectron>}
 */
export async function prepareApp() {
  const electron = await ensureElectron();
  await ensureSystemLibraries({ executable: electron.executable, needsDisplay: needsOwnDisplay() });
  await ensureChromiumSandbox(electron.executable);
  await ensureBuild();
  stage(electron);
  await ensureDisplay();
  return electron;
}
