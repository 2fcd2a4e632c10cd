import type { Engine, EngineDeps } from './engine-types';

export { systemClock } from './core/clock';
export { createIds } from './core/ids';
export type { Logger } from './core/logger';
export type { SecretStore } from './core/secret-store';
export type { Engine, EngineDeps, ProviderEndpoints, ServiceOf } from './engine-types';
export { realEndpoints } from './engine-types';
export { createRelayClient } from './relay/relay-client';

/** Builds the product without a screen from what it needs. Nothing runs before `start`. */
export function createEngine(_deps: EngineDeps): Engine {
  throw new Error('the engine is being composed');
}
