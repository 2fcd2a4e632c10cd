export { createSearch } from './search';
export type { Search, SearchDeps } from './search-types';
