import { describe, expect, it } from 'vitest';
import { ensureSystemLibraries } from '../../scripts/lib/system-libraries.mjs';

const LIBRARIES = [
  'libgtk-3.so.0',
  'libnss3.so',
  'libasound.so.2',
  'libgbm.so.1',
  'libXss.so.1',
  'libnotify.so.4',
  'libsecret-1.so.0',
];
const WANTED = { executable: '/opt/electron', needsDisplay: true };

/** A Linux with everything in place; each test takes something away. */
function system(changes = {}) {
  const aptCalls = [];
  return {
    aptCalls,
    platform: 'linux',
    isRoot: true,
    hasFile: () => true,
    hasProgram: async () => true,
    knownLibraries: async () => LIBRARIES,
    unresolvedLibraries: async () => [],
    hasPackage: async () => false,
    apt: async (args) => {
      aptCalls.push(args);
      return { code: 0, output: '' };
    },
    ...changes,
  };
}

const bare = {
  hasFile: () => false,
  hasProgram: async (name) => name === 'apt-get',
  knownLibraries: async () => [],
  unresolvedLibraries: async () => ['libgtk-3.so.0', 'libcups.so.2'],
};

describe('system libraries', () => {
  it('asks nothing of a complete system, nor of one that is not Linux', async () => {
    const complete = system();
    await ensureSystemLibraries(WANTED, complete);
    await ensureSystemLibraries(WANTED, system({ ...bare, platform: 'darwin' }));
    expect(complete.aptCalls).toEqual([]);
  });

  it('tells a user who is not root the exact command', async () => {
    await expect(ensureSystemLibraries(WANTED, system({ ...bare, isRoot: false }))).rejects.toThrow(
      'Run: sudo apt-get update && sudo apt-get install --no-install-recommends -y xvfb libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libnotify4 libsecret-1-0 fonts-noto-cjk fonts-tlwg-loma-ttf fonts-noto-color-emoji',
    );
  });

  it('names only what is missing, and no virtual screen where there is a display', async () => {
    const changes = {
      isRoot: false,
      hasFile: (file) => !file.includes('Loma'),
      hasProgram: async (name) => name !== 'Xvfb',
    };
    await expect(ensureSystemLibraries({ ...WANTED, needsDisplay: false }, system(changes))).rejects.toThrow(
      /-y fonts-tlwg-loma-ttf$/,
    );
  });

  it('takes the new name of a package where the old one is gone', async () => {
    const changes = { ...bare, isRoot: false, hasPackage: async (name) => name.endsWith('t64') };
    await expect(ensureSystemLibraries(WANTED, system(changes))).rejects.toThrow(
      /libgtk-3-0t64 libnss3 libasound2t64 /,
    );
  });

  it('says so where there is no apt-get', async () => {
    await expect(ensureSystemLibraries(WANTED, system({ ...bare, hasProgram: async () => false }))).rejects.toThrow(
      /System packages are missing \(Debian names: xvfb /,
    );
  });

  it('installs as root, looks again, and goes on even when one package list cannot be read', async () => {
    let isInstalled = false;
    const machine = system({
      knownLibraries: async () => (isInstalled ? LIBRARIES : []),
      apt: async (args) => {
        machine.aptCalls.push(args);
        if (args[0] === 'install') isInstalled = true;
        return { code: args[0] === 'update' ? 100 : 0, output: '' };
      },
    });
    await ensureSystemLibraries(WANTED, machine);
    expect(machine.aptCalls.map((args) => args[0])).toEqual(['update', 'install']);
    expect(machine.aptCalls[1]).toContain('libnss3');
  });

  it('passes on why apt failed', async () => {
    const broken = system({
      ...bare,
      apt: async () => ({ code: 100, output: 'Reading lists\nE: Unable to locate package xvfb\n' }),
    });
    await expect(ensureSystemLibraries(WANTED, broken)).rejects.toThrow(
      /could not be installed \(E: Unable to locate package xvfb\)\. Mend the package sources/,
    );
  });

  it('names a library that no listed package brings', async () => {
    await expect(
      ensureSystemLibraries(WANTED, system({ unresolvedLibraries: async () => ['libodd.so.1'] })),
    ).rejects.toThrow(/libodd\.so\.1/);
  });
});
