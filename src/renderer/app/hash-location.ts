import { useSyncExternalStore } from 'react';

/**
 * The place shown, kept in the address's hash as `#/path?search`, so that a place survives a reload and needs no
 * server. wouter's own hash hook writes the search part before the hash and never clears it, hence this one.
 */

const LEAD = /^#?\/?/;

function currentHash(): string {
  return `/${window.location.hash.replace(LEAD, '')}`;
}

function currentPath(): string {
  return currentHash().split('?')[0] ?? '/';
}

function currentSearch(): string {
  return currentHash().split('?')[1] ?? '';
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  window.addEventListener('popstate', changed);
  return () => {
    window.removeEventListener('hashchange', changed);
    window.removeEventListener('popstate', changed);
  };
}

/** Shows a place such as `/chats/12?message=01J`. */
export function goTo(place: string, options: { readonly replace?: boolean } = {}): void {
  const url = new URL(window.location.href);
  const before = url.href;
  url.hash = `/${place.replace(LEAD, '')}`;
  if (url.href === before) return;
  window.history[options.replace === true ? 'replaceState' : 'pushState'](null, '', url.href);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL: before, newURL: url.href }));
}

/** Path of the place, for wouter's `hook`. */
export function useHashPath(): [string, typeof goTo] {
  return [useSyncExternalStore(subscribe, currentPath), goTo];
}
useHashPath.hrefs = (href: string): string => `#${href}`;

/** Search part of the place without `?`, for wouter's `searchHook`. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, currentSearch);
}
