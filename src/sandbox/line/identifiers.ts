import { createHash } from 'node:crypto';
import type { LineDatabase } from './database';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FIRST_MESSAGE_ID = 560_000_000_000_000_000n;

/** Hex digits that depend on nothing but the seed and the label. */
export function hexOf(seed: number, label: string, length: number): string {
  return createHash('sha256').update(`${seed}:${label}`).digest('hex').slice(0, length);
}

/** A user, group or bot id in LINE's form: the letter and 32 hex digits. */
export function lineIdOf(letter: 'U' | 'C' | 'R', seed: number, label: string): string {
  return letter + hexOf(seed, `${letter}:${label}`, 32);
}

/** The id of the message with this number: 18 digits, above what a JavaScript number holds exactly. */
export function messageIdOf(seq: number): string {
  return String(FIRST_MESSAGE_ID + BigInt(seq) * 7_919_003n);
}

/** A ULID: time in its first ten characters, the rest from the label, so that the same event always has the same id. */
export function ulidOf(seed: number, label: string, at: number): string {
  let time = '';
  for (let rest = at, i = 0; i < 10; i += 1, rest = Math.floor(rest / 32)) time = CROCKFORD.charAt(rest % 32) + time;
  const bytes = createHash('sha256').update(`${seed}:event:${label}`).digest().subarray(0, 16);
  return time + Array.from(bytes, (byte) => CROCKFORD.charAt(byte % 32)).join('');
}

/** An opaque token in URL-safe letters. */
export function opaqueOf(seed: number, label: string, length: number): string {
  let text = '';
  for (let i = 0; text.length < length; i += 1) {
    text += createHash('sha512').update(`${seed}:${label}:${i}`).digest('base64url').replace(/[-_]/g, '');
  }
  return text.slice(0, length);
}

const TOKEN_NOISE_CHARS = 52;

/**
 * The token that quotes a message, and the one that marks everything up to it as read. Both belong to the message for good; the message
 * id is folded into their tail, so that {@link messageIdOfToken} can find it without a table.
 */
export function messageTokensOf(
  seed: number,
  messageId: string,
  edits = 0,
): { quoteToken: string; markAsReadToken: string } {
  return { quoteToken: tokenFor(seed, 'quote', messageId, edits), markAsReadToken: tokenFor(seed, 'read', messageId) };
}

/** The message that a quote or mark-as-read token belongs to, or null when the token was never issued. */
export function messageIdOfToken(seed: number, kind: 'quote' | 'read', token: string): string | null {
  const [, tail, edits] = /^([0-9a-z]{1,14})(?:E(\d{1,4}))?$/.exec(token.slice(TOKEN_NOISE_CHARS)) ?? [];
  if (tail === undefined) return null;
  let id = 0n;
  for (const digit of tail) id = id * 36n + BigInt(Number.parseInt(digit, 36));
  return tokenFor(seed, kind, String(id), Number(edits ?? 0)) === token ? String(id) : null;
}

/** An edited message has another token than before (facts/line-api section 4.5); the number of edits stands at its end. */
function tokenFor(seed: number, kind: 'quote' | 'read', messageId: string, edits = 0): string {
  const label = edits === 0 ? `${kind}:${messageId}` : `${kind}:${messageId}:${edits}`;
  const mark = edits === 0 ? '' : `E${edits}`;
  return opaqueOf(seed, label, TOKEN_NOISE_CHARS) + BigInt(messageId).toString(36) + mark;
}

/** Numbers handed out one after the other and kept in the database, so that a restart never repeats one. */
export class Counter {
  readonly #bump;

  constructor(database: LineDatabase) {
    this.#bump = database.prepare<[string], { value: string }>(
      "INSERT INTO ln_meta (key, value) VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
    );
  }

  /** The next number of this name, from 1. */
  next(name: string): number {
    return Number(this.#bump.get(`counter:${name}`)?.value);
  }
}
