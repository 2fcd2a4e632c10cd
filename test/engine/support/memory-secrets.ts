import type { SecretStore } from '../../../src/engine/core/secret-store';

/** A secret store on a map, which a later engine can be given again. */
export function memorySecrets(kept: Map<string, string>): SecretStore {
  return {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void kept.set(name, value),
    delete: (name) => void kept.delete(name),
  };
}
