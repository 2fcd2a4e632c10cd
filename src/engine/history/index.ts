export type { History } from './history';
export { createHistory } from './history';
