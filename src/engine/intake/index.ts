export { createIntake } from './intake';
export type { Intake, IntakeDeps } from './intake-types';
