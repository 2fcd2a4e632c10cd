export { createLists } from './lists';
export type { Lists, ListsDeps } from './lists-types';
export { listScope } from './lists-types';
