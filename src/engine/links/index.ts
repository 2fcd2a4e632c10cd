export { createLinks } from './links';
export type { AccountLink, FirstLineProperty, Links, LinksDeps } from './links-types';
