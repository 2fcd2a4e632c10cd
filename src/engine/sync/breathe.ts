import { setImmediate } from 'node:timers/promises';

/** Lets everything else of the process run between two transactions. */
export const breathe = (): Promise<void> => setImmediate();
