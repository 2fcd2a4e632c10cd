import type { EngineEvent, StaleTopic } from '../../shared/contract/events-contract';

/** The port has no back-pressure (toolchain facts, section 4), so what repeats is merged and let out at most this often. */
const pauseMs = 100;

/** Events waiting for the page, with repeats merged: the newest of a kind, each conversation once, stale topics as one. */
class WaitingEvents {
  private readonly byKey = new Map<string, EngineEvent>();
  private readonly topics = new Set<StaleTopic>();

  add(event: EngineEvent): void {
    if (event.type === 'stale') {
      for (const topic of event.topics) this.topics.add(topic);
      return;
    }
    const key = keyOf(event);
    this.byKey.delete(key);
    this.byKey.set(key, event);
  }

  takeAll(): EngineEvent[] {
    const events = [...this.byKey.values()];
    if (this.topics.size > 0) events.push({ type: 'stale', topics: [...this.topics] });
    this.byKey.clear();
    this.topics.clear();
    return events;
  }

  get isEmpty(): boolean {
    return this.byKey.size === 0 && this.topics.size === 0;
  }
}

function keyOf(event: Exclude<EngineEvent, { type: 'stale' }>): string {
  switch (event.type) {
    case 'conversationChanged':
      return `conversation ${event.conversationId}`;
    case 'messageArrived':
      return `message ${event.messageId}`;
    case 'contactChanged':
      return `contact ${event.contactId}`;
    default:
      return event.type;
  }
}

/**
 * Every event from now on until the page goes away. The first of a burst goes out at once, what follows is merged over
 * a tenth of a second.
 */
export async function* streamEvents(
  subscribe: (listener: (event: EngineEvent) => void) => () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<EngineEvent, void> {
  const waiting = new WaitingEvents();
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe((event) => {
    waiting.add(event);
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    while (signal?.aborted !== true) {
      if (waiting.isEmpty) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      for (const event of waiting.takeAll()) yield event;
      await new Promise<void>((resolve) => {
        setTimeout(resolve, pauseMs).unref();
      });
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    unsubscribe();
  }
}
