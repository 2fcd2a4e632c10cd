export type { Changes, ChangesDeps } from './changes';
export { createChanges } from './changes';
export { createErasedCopies } from './erased-copies';
