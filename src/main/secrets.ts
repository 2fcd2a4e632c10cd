import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretStore } from '../engine';

/** The part of Electron's safeStorage that is used, so that both of its answers can be tested. */
export interface Encryption {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
  getSelectedStorageBackend?(): string;
}

/** A keyring that only obfuscates (Linux `basic_text`) does not count as one. */
export function hasRealKeyring(encryption: Encryption, platform: NodeJS.Platform): boolean {
  if (!encryption.isEncryptionAvailable()) return false;
  return platform !== 'linux' || encryption.getSelectedStorageBackend?.() !== 'basic_text';
}

function readCiphertexts(path: string): Map<string, string> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return new Map();
    return new Map(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}

/**
 * Keeps secrets as keyring ciphertext in `<folder>/secrets.json`; without a keyring in memory only, until the app ends.
 * The file is replaced as a whole, so a crash leaves the old or the new one.
 */
export function openSecretStore(
  folder: string,
  encryption: Encryption,
  platform: NodeJS.Platform,
): SecretStore & { isDurable: boolean } {
  const path = join(folder, 'secrets.json');
  const isDurable = hasRealKeyring(encryption, platform);
  const memory = new Map<string, string>();
  const ciphertexts = isDurable ? readCiphertexts(path) : new Map<string, string>();

  const persist = () => {
    const temporary = `${path}.new`;
    writeFileSync(temporary, JSON.stringify(Object.fromEntries(ciphertexts)), { mode: 0o600 });
    renameSync(temporary, path);
  };
  return {
    isDurable,
    get(name) {
      const known = memory.get(name);
      if (known !== undefined) return known;
      const ciphertext = ciphertexts.get(name);
      if (ciphertext === undefined) return null;
      try {
        const text = encryption.decryptString(Buffer.from(ciphertext, 'base64'));
        memory.set(name, text);
        return text;
      } catch {
        return null; // another user's or a replaced keyring: the person signs in again
      }
    },
    set(name, value) {
      memory.set(name, value);
      if (!isDurable) return;
      ciphertexts.set(name, encryption.encryptString(value).toString('base64'));
      persist();
    },
    delete(name) {
      memory.delete(name);
      if (ciphertexts.delete(name)) persist();
      if (ciphertexts.size === 0) rmSync(path, { force: true });
    },
  };
}

/** A view of `store` in which every name carries a prefix, so that the sandbox's secrets and one's own never mix. */
export function scopedSecrets(store: SecretStore, scope: string): SecretStore {
  return {
    get: (name) => store.get(`${scope}:${name}`),
    set: (name, value) => store.set(`${scope}:${name}`, value),
    delete: (name) => store.delete(`${scope}:${name}`),
  };
}
