export type { Repair, RepairDeps } from './repair';
export { createRepair } from './repair';
