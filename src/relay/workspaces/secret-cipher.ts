import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts secrets for the disk with AES-256-GCM; `context` binds a ciphertext to its row, so rows cannot be swapped. */
export class SecretCipher {
  readonly #key: Uint8Array;

  /** @throws when the key has not 32 bytes. */
  constructor(key: Uint8Array) {
    if (key.byteLength !== KEY_BYTES) {
      throw new Error(`The encryption key must have ${KEY_BYTES} bytes, it has ${key.byteLength}.`);
    }
    this.#key = key;
  }

  encrypt(secret: string, context: string): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(context));
    return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws when the key or the context is another one, or the bytes were changed. */
  decrypt(sealed: Uint8Array, context: string): string {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  }

  /** The same for the same value and context, and of no use without the key: for values too short for a plain hash. */
  mark(value: string, context: string): Uint8Array {
    return createHmac('sha256', this.#key).update(`${context}|${value}`).digest();
  }
}

/** Reads the key file of a data folder, or makes it, readable by its owner alone. */
export function loadOrMakeKey(dataFolder: string): Uint8Array {
  const file = join(dataFolder, 'relay.key');
  try {
    writeFileSync(file, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
