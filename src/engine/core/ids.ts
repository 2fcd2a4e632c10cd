import { randomBytes, randomUUID } from 'node:crypto';

/** Where new identifiers come from. Injected so that tests can make them predictable. */
export interface Ids {
  /** A ULID: 26 characters that sort by the millisecond of their making; ascending within one process. */
  ulid(): string;
  /** A random UUID, the form that LINE wants for `X-Line-Retry-Key`. */
  uuid(): string;
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function encode(value: bigint, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = crockford.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}

/** Random ids; two ULIDs of the same millisecond still ascend (the random part is counted up). */
export function createIds(now: () => number): Ids {
  let lastAt = 0;
  let lastRandom = 0n;
  return {
    ulid() {
      const at = Math.max(now(), lastAt);
      lastRandom = at === lastAt ? lastRandom + 1n : BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n;
      lastAt = at;
      return encode(BigInt(at), 10) + encode(lastRandom, 16);
    },
    uuid: () => randomUUID(),
  };
}
