import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { SecretStore } from '../core/secret-store';

const fileSchema = z.record(z.string(), z.string());

/**
 * Keeps secrets in a file that only its owner may read (mode 0600), for a server without a keyring. Every change is
 * written to a new file that then takes the old one's place.
 * @throws Error when others may read the file, or it is not of this form
 */
export function createSecretFile(path: string): SecretStore {
  const secrets = new Map<string, string>();
  if (existsSync(path)) {
    const mode = statSync(path).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new Error(`${path} can be read by others (mode ${mode.toString(8)}): chmod 600 it`);
    }
    for (const [name, value] of Object.entries(fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))))) {
      secrets.set(name, value);
    }
  }
  const save = (): void => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const partial = `${path}.partial`;
    writeFileSync(partial, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600, flush: true });
    chmodSync(partial, 0o600);
    renameSync(partial, path);
  };
  return {
    get: (name) => secrets.get(name) ?? null,
    set(name, value) {
      secrets.set(name, value);
      save();
    },
    delete(name) {
      if (secrets.delete(name)) save();
    },
  };
}
