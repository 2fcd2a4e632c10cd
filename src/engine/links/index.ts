export { createLinks } from './links';
export type { Links, LinksDeps } from './links-types';
