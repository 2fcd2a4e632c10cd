import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Takes the starter for foreign apps out of a release: an installed console runs itself and nothing else. */
export default function afterPack(context) {
  const resources =
    context.electronPlatformName === 'darwin'
      ? join(context.appOutDir, `${context.packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
      : join(context.appOutDir, 'resources');
  rmSync(join(resources, 'default_app.asar'), { force: true });
}
