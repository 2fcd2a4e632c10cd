import { existsSync } from 'node:fs';
import { apt, aptComplaint } from './debian-packages.mjs';
import { Failure } from './failure.mjs';
import { capture } from './processes.mjs';

/** Libraries that Electron loads, with the Debian package of each. */
const LIBRARIES = [
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libnss3.so', 'libnss3'],
  ['libasound.so.2', 'libasound2'],
  ['libgbm.so.1', 'libgbm1'],
  ['libXss.so.1', 'libxss1'],
  ['libnotify.so.4', 'libnotify4'],
  ['libsecret-1.so.0', 'libsecret-1-0'],
];

/** One file of each font that the product's languages need; without the Thai one Thai names are boxes. */
const FONTS = [
  ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', 'fonts-noto-cjk'],
  ['/usr/share/fonts/truetype/tlwg/Loma.ttf', 'fonts-tlwg-loma-ttf'],
  ['/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf', 'fonts-noto-color-emoji'],
];

/** Packages whose name got a suffix with the 64-bit time change (Debian 13, Ubuntu 24.04). */
const RENAMED = new Set(['libgtk-3-0', 'libasound2']);

/**
 * Makes sure that Electron finds its system libraries, the fonts and (without a display) Xvfb.
 * As root on a system with apt they are installed; else the exact command is named.
 * Other systems than Linux bring everything along.
 * @param {{ executable: string, needsDisplay: boolean }} wanted
 */
export async function ensureSystemLibraries(wanted, system = realSystem) {
  if (system.platform !== 'linux') return;
  const missing = await findMissing(wanted, system);
  if (missing.length === 0) return;
  const command = `apt-get install --no-install-recommends -y ${missing.join(' ')}`;
  if (!(await system.hasProgram('apt-get'))) {
    throw new Failure(
      `System packages are missing (Debian names: ${missing.join(' ')}).`,
      'Install what your system calls them, then try again.',
    );
  }
  if (!system.isRoot) {
    const names = await availableNames(missing, system);
    throw new Failure(
      'System packages are missing.',
      `Run: sudo apt-get update && sudo apt-get install --no-install-recommends -y ${names.join(' ')}`,
    );
  }
  console.log(`Installing system packages: ${missing.join(' ')}`);
  // A foreign package list that cannot be read must not stop us: what counts is whether the install works.
  await system.apt(['update']);
  const names = await availableNames(missing, system);
  const installed = await system.apt(['install', '--no-install-recommends', '-y', ...names]);
  const still = await findMissing(wanted, system);
  if (still.length === 0) return;
  throw new Failure(
    `System packages could not be installed (${aptComplaint(installed)}).`,
    `Mend the package sources, then run: ${command}`,
  );
}

/** Debian packages that are not there, in the order of the tables above. */
export async function findMissing({ executable, needsDisplay }, system = realSystem) {
  const known = await system.knownLibraries();
  const unresolved = await system.unresolvedLibraries(executable);
  const missing = LIBRARIES.filter(([soname]) => !known.includes(soname)).map(([, name]) => name);
  const others = unresolved.filter((soname) => !LIBRARIES.some(([listed]) => listed === soname));
  // A library outside of the table comes with GTK or NSS; where it does not, the line above all names it.
  if (others.length > 0 && missing.length === 0) {
    throw new Failure(
      `Electron misses system libraries: ${others.join(', ')}.`,
      'Install the packages that hold them, then try again.',
    );
  }
  if (needsDisplay && !(await system.hasProgram('Xvfb'))) missing.unshift('xvfb');
  for (const [file, name] of FONTS) {
    if (!system.hasFile(file)) missing.push(name);
  }
  return missing;
}

async function availableNames(names, system) {
  const chosen = [];
  for (const name of names) {
    chosen.push(RENAMED.has(name) && (await system.hasPackage(`${name}t64`)) ? `${name}t64` : name);
  }
  return chosen;
}

const realSystem = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  hasFile: existsSync,
  async hasProgram(name) {
    return (process.env.PATH ?? '')
      .split(':')
      .concat('/usr/bin', '/usr/sbin', '/sbin')
      .some((folder) => existsSync(`${folder}/${name}`));
  },
  async knownLibraries() {
    for (const program of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
      const { code, output } = await capture(program, ['-p']);
      if (code === 0) return output.split('\n').map((line) => line.trim().split(' ')[0] ?? '');
    }
    return [];
  },
  async unresolvedLibraries(executable) {
    const { output } = await capture('ldd', [executable]);
    return output
      .split('\n')
      .filter((line) => line.includes('not found'))
      .map((line) => line.trim().split(' ')[0] ?? '');
  },
  async hasPackage(name) {
    const { code, output } = await capture('apt-cache', ['show', '--no-all-versions', name]);
    return code === 0 && output.includes(`Package: ${name}`);
  },
  apt,
};
