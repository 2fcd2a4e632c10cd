import type { Storage } from './storage';

/** Which pictures belong to people, groups and accounts that this console knows. */
export function createPictureRepository(database: Storage) {
  const known = database.prepare<[string, string, string], { found: number }>(
    `SELECT EXISTS (SELECT 1 FROM friend WHERE picture_url = ?) OR EXISTS (SELECT 1 FROM conversation WHERE picture_url = ?)
      OR EXISTS (SELECT 1 FROM official_account WHERE picture_url = ?) AS found`,
  );
  return { isKnown: (url: string): boolean => known.get(url, url, url)?.found === 1 };
}
