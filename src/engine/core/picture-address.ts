const prefix = '/picture/';

/**
 * Where the page finds a provider's picture: under its own origin, because it may load nothing remote. The engine's
 * picture cache answers it (`Pictures.read`).
 */
export function pictureAddress(url: string | null): string | null {
  return url === null || url === '' ? null : `${prefix}${Buffer.from(url, 'utf8').toString('base64url')}`;
}

/** The provider's address behind a page's path, or null when the path is not one of ours. */
export function pictureUrlOf(path: string): string | null {
  if (!path.startsWith(prefix)) return null;
  const url = Buffer.from(path.slice(prefix.length), 'base64url').toString('utf8');
  return pictureAddress(url) === path && URL.canParse(url) ? url : null;
}
