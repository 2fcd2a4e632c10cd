import type { EngineEvent } from '../../shared/contract/events-contract';

/** Tells everyone who listens that something changed. Listeners must not throw and must return at once. */
export interface EventBus {
  emit(event: EngineEvent): void;
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** A bus that calls its listeners in the order in which they came. */
export function createEventBus(): EventBus {
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
