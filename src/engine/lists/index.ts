export { createLists } from './lists';
export type { Lists, ListsDeps } from './lists-types';
