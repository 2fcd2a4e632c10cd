import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { EngineEvent } from '../../shared/contract/events-contract';
import { orpc, rpc } from './client';
import { staleKeysOf } from './stale';

type Listener = (event: EngineEvent) => void;

const listeners = new Set<Listener>();
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** Events of one moment are answered with one read of each query. */
const GATHER_MS = 60;

function gatheredInvalidation(client: QueryClient): (keys: readonly QueryKey[]) => void {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (keys) => {
    for (const key of keys) waiting.set(hashKey(key), key);
    if (waiting.size === 0 || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      const due = [...waiting.values()];
      waiting.clear();
      for (const queryKey of due) void client.invalidateQueries({ queryKey });
    }, GATHER_MS);
  };
}

function applyToCache(client: QueryClient, event: EngineEvent): void {
  if (event.type === 'syncProgress') client.setQueryData(orpc.sync.progress.queryKey(), event.progress);
  if (event.type === 'settings') client.setQueryData(orpc.app.settings.queryKey(), event.settings);
}

/**
 * Keeps one subscription to the engine's events for the life of the window: it marks what became stale and tells the
 * listeners of {@link useEngineEvent}. A lost stream is taken up again without end; since events may have been missed
 * meanwhile, everything is read again then. The returned function ends it.
 */
export function subscribeToEngine(client: QueryClient): () => void {
  const end = new AbortController();
  const invalidate = gatheredInvalidation(client);
  const run = async (): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    for (let attempt = 0; !end.signal.aborted; attempt += 1) {
      try {
        const stream = await rpc.events.stream(undefined, { signal: end.signal });
        if (attempt > 0) void client.invalidateQueries();
        for await (const event of stream) {
          waitMs = FIRST_WAIT_MS;
          applyToCache(client, event);
          invalidate(staleKeysOf(event));
          for (const listener of listeners) listener(event);
        }
      } catch {
        // A failed stream is the same as an ended one: it is opened again below.
      }
      if (end.signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
  };
  void run();
  return () => end.abort();
}

/** Calls `handler` for every engine event of `type` while the component is mounted; the newest handler is used. */
export function useEngineEvent<T extends EngineEvent['type']>(
  type: T,
  handler: (event: Extract<EngineEvent, { type: T }>) => void,
): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const listener: Listener = (event) => {
      if (isOfType(event, type)) latest.current(event);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [type]);
}

function isOfType<T extends EngineEvent['type']>(
  event: EngineEvent,
  type: T,
): event is Extract<EngineEvent, { type: T }> {
  return event.type === type;
}
