import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headlessConfigFrom } from '../../../src/engine/headless/headless-config';
import { createSecretFile } from '../../../src/engine/headless/secret-file';

const least = { LUMO_DATA_FOLDER: '/data', LUMO_HUBSPOT_CLIENT_ID: 'id', LUMO_HUBSPOT_CLIENT_SECRET: 'planted-secret' };

describe('the environment of the engine without a window', () => {
  it('needs a data folder and the HubSpot app, and no more', () => {
    const read = headlessConfigFrom(least);
    expect(read).toMatchObject({
      config: { LUMO_SYNC_INTERVAL_MINUTES: 15, LUMO_REDIRECT_PORT: 17_820, LUMO_LINE_ACCOUNTS: [] },
    });
  });

  it.each([
    [{ ...least, LUMO_DATA_FOLDER: undefined }, 'LUMO_DATA_FOLDER'],
    [{ ...least, LUMO_RELAY_URL: 'not an address' }, 'LUMO_RELAY_URL'],
    [{ ...least, LUMO_RELAY_URL: 'https://relay.example.com' }, 'LUMO_RELAY_DEVICE_TOKEN'],
    [{ ...least, LUMO_LINE_ACCOUNTS: '{"planted-secret"' }, 'LUMO_LINE_ACCOUNTS'],
    [{ ...least, LUMO_SYNC_INTERVAL_MINUTES: 'often' }, 'LUMO_SYNC_INTERVAL_MINUTES'],
  ])('names what is wrong without showing a value (%#)', (environment, name) => {
    const read = headlessConfigFrom(environment);
    const text = 'mistakes' in read ? read.mistakes.join('\n') : '';
    expect(text).toContain(name);
    expect(text).not.toContain('planted-secret');
  });
});

describe('the secret file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lumo-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps secrets for its owner only, over restarts', () => {
    const path = join(folder, 'deep', 'secrets.json');
    const secrets = createSecretFile(path);
    secrets.set('a', '1');
    secrets.set('b', '2');
    secrets.delete('a');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = createSecretFile(path);
    expect([again.get('a'), again.get('b')]).toEqual([null, '2']);
  });

  it('is refused when others may read it', () => {
    const path = join(folder, 'secrets.json');
    createSecretFile(path).set('a', '1');
    chmodSync(path, 0o644);
    expect(() => createSecretFile(path)).toThrow(/chmod 600/);
  });
});
