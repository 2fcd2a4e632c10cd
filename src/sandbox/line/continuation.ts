import { LineProblem } from './problems';

const LIFE_MS = 86_400_000;

/** A continuation token: where the page ended and when it was made, since it lives for a day. */
export function startOf(lastUserId: string, at: number): string {
  return Buffer.from(`${at}:${lastUserId}`).toString('base64url');
}

/** The user id after which a page begins; the first page has no token. Throws 400 for a token that is over. */
export function afterOf(start: string | undefined, at: number): string {
  if (start === undefined) return '';
  const [issuedAt, userId] = Buffer.from(start, 'base64url').toString('utf8').split(':');
  if (userId === undefined || !(at - Number(issuedAt) < LIFE_MS)) throw new LineProblem(400, 'Invalid start param');
  return userId;
}
