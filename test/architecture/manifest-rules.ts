import { z } from 'zod';

const manifestSchema = z.looseObject({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'dependencies'];

/** What is wrong with package.json: versions that are not exact, and scripts that an install would run. */
export function manifestProblems(json: unknown): string[] {
  const manifest = manifestSchema.parse(json);
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version),
  );
  const scripts = INSTALL_SCRIPTS.filter((name) => name in manifest.scripts);
  return [
    ...loose.map(([name, version]) => `${name}: "${version}" is not one exact version`),
    ...scripts.map((name) => `the script "${name}" would run on install`),
  ];
}

/**
 * What is wrong with package-lock.json: hosts that only one network knows, packages without a hash, and optional
 * parts that are named but not listed, for which `npm ci` refuses the whole file.
 */
export function lockProblems(json: unknown): string[] {
  const { packages } = lockSchema.parse(json);
  const listed = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  );
  return Object.entries(packages).flatMap(([path, entry]) => {
    const unlisted = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !listed.has(name));
    return [
      ...(entry.resolved === undefined ? [] : [`${path}: names the host it came from`]),
      ...(path === '' || entry.integrity !== undefined ? [] : [`${path}: has no hash`]),
      ...unlisted.map((name) => `${path}: its part ${name} is not listed`),
    ];
  });
}
