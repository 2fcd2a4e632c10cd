import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Encryption, openSecretStore, scopedSecrets } from '../../src/main/secrets';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keyring that turns text around; `backend` as Electron names it on Linux. */
const keyring = (backend: string, key = 'k'): Encryption => ({
  isEncryptionAvailable: () => backend !== 'none',
  getSelectedStorageBackend: () => backend,
  encryptString: (text) => Buffer.from(`${key}${[...text].reverse().join('')}`),
  decryptString: (encrypted) => {
    const text = encrypted.toString('utf8');
    if (!text.startsWith(key)) throw new Error('wrong key');
    return [...text.slice(key.length)].reverse().join('');
  },
});
const filesOf = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

describe('secrets', () => {
  it('are there again after a restart with a keyring, and the file holds no plain text', () => {
    openSecretStore(folder, keyring('gnome_libsecret'), 'linux').set('a', 'planted-secret');
    expect(openSecretStore(folder, keyring('gnome_libsecret'), 'linux').get('a')).toBe('planted-secret');
    expect(filesOf().join('')).not.toContain('planted-secret');
  });

  it.each([['basic_text'], ['none']])('live for the session only when the keyring is %s', (backend) => {
    const store = openSecretStore(folder, keyring(backend), 'linux');
    store.set('a', 'planted-secret');
    expect(store.isDurable).toBe(false);
    expect(store.get('a')).toBe('planted-secret');
    expect(filesOf()).toEqual([]);
    expect(openSecretStore(folder, keyring(backend), 'linux').get('a')).toBeNull();
  });

  it('of another keyring, or out of a broken file, count as absent', () => {
    openSecretStore(folder, keyring('kwallet5', 'x'), 'linux').set('a', 'v');
    expect(openSecretStore(folder, keyring('kwallet5', 'y'), 'linux').get('a')).toBeNull();
    writeFileSync(join(folder, 'secrets.json'), '{"a":');
    expect(openSecretStore(folder, keyring('kwallet5', 'x'), 'linux').get('a')).toBeNull();
  });

  it('are gone after delete, and the file with the last one', () => {
    const store = openSecretStore(folder, keyring('kwallet5'), 'linux');
    store.set('a', 'v');
    store.delete('a');
    expect(store.get('a')).toBeNull();
    expect(filesOf()).toEqual([]);
  });

  it('of the sandbox and of one’s own accounts never mix', () => {
    const store = openSecretStore(folder, keyring('none'), 'linux');
    scopedSecrets(store, 'sandbox').set('token', '1');
    expect(scopedSecrets(store, 'own').get('token')).toBeNull();
  });
});
