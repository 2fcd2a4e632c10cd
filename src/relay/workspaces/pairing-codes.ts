import { randomInt, timingSafeEqual } from 'node:crypto';
import type { PairingCode } from '../../shared/relay-protocol';
import type { RelayDatabase } from './relay-database';
import type { SecretCipher } from './secret-cipher';

/** Without letters and digits that are taken for one another: I L O U 0 1. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const HALF = 4;
const GOOD_MS = 10 * 60_000;
/** So many second halves may be tried with the right first half; there are 810,000. */
const MAX_TRIES = 10;
/** The newest of a workspace that work at the same time. */
const MAX_OPEN = 5;
/** For so long a code that is over is told apart from a wrong one. */
const KEPT_MS = 24 * 60 * 60_000;

interface Row {
  ws: string;
  code_hash: Uint8Array;
  expires_at: number;
  tries: number;
  used_at: number | null;
}

/**
 * Codes with which one more console joins a workspace, once. A code names no workspace, so a wrong one could be counted nowhere:
 * its first half finds the row, its second half is the proof, and each try costs the row one of ten, whoever tries. Both are stored
 * as hashes that are keyed with the relay's key, since so short a code could be found from a plain one.
 */
export class PairingCodes {
  readonly #db: RelayDatabase;
  readonly #cipher: SecretCipher;
  readonly #now: () => number;

  constructor(db: RelayDatabase, cipher: SecretCipher, now: () => number) {
    this.#db = db;
    this.#cipher = cipher;
    this.#now = now;
  }

  /** Makes a code that is good for ten minutes. */
  async make(workspaceId: string): Promise<PairingCode> {
    const now = this.#now();
    await this.#db.run('DELETE FROM pairing_code WHERE expires_at < ?', [now - KEPT_MS]);
    await this.#db.run(
      `UPDATE pairing_code SET used_at = ? WHERE ws = ? AND used_at IS NULL AND selector_hash NOT IN
         (SELECT selector_hash FROM pairing_code WHERE ws = ? AND used_at IS NULL ORDER BY created_at DESC LIMIT ?)`,
      [now, workspaceId, workspaceId, MAX_OPEN - 1],
    );
    const expiresAt = now + GOOD_MS;
    for (;;) {
      const code = Array.from({ length: 2 * HALF }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
      const added = await this.#db.run(
        `INSERT INTO pairing_code (selector_hash, code_hash, ws, created_at, expires_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (selector_hash) DO NOTHING`,
        [this.#selector(code), this.#proof(code), workspaceId, now, expiresAt],
      );
      // another workspace's code may begin alike
      if (added > 0) return { code: `${code.slice(0, HALF)}-${code.slice(HALF)}`, expiresAt };
    }
  }

  /** Uses a code up, as it was typed in. Gives its workspace, or why it is not taken. */
  async redeem(typed: string): Promise<{ workspaceId: string } | 'wrong' | 'expired'> {
    const code = plainCode(typed);
    if (code === null) return 'wrong';
    const selector = this.#selector(code);
    // counted before it is compared: many tries at once get no more than ten
    const [row] = await this.#db.rows<Row>(
      `UPDATE pairing_code SET tries = tries + 1 WHERE selector_hash = ? RETURNING ws, code_hash, expires_at, tries, used_at`,
      [selector],
    );
    if (row === undefined) return 'wrong';
    if (row.tries > MAX_TRIES) return 'expired';
    if (!timingSafeEqual(row.code_hash, this.#proof(code))) return 'wrong';
    const isTaken = await this.#db.run(
      'UPDATE pairing_code SET used_at = ? WHERE selector_hash = ? AND used_at IS NULL AND expires_at > ?',
      [this.#now(), selector, this.#now()],
    );
    return isTaken > 0 ? { workspaceId: row.ws } : 'expired';
  }

  #selector(code: string): Uint8Array {
    return this.#cipher.mark(code.slice(0, HALF), 'pairing-selector');
  }

  #proof(code: string): Uint8Array {
    return this.#cipher.mark(code, 'pairing-code');
  }
}

/** The code behind what a person typed: any case, wide letters of a Japanese keyboard, spaces and dashes. Null when it is none. */
function plainCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');
  return code.length === 2 * HALF && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}
