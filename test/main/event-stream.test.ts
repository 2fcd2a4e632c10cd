import { describe, expect, it } from 'vitest';
import { createEventBus } from '../../src/engine/core/event-bus';
import { streamEvents } from '../../src/main/bridge/event-stream';
import { conversationIdSchema } from '../../src/shared/model/ids';

describe('events on their way to the page', () => {
  it('arrive at once when alone, and merged when there are many', async () => {
    const bus = createEventBus();
    const abort = new AbortController();
    const stream = streamEvents(bus.subscribe, abort.signal);
    const first = stream.next();
    bus.emit({ type: 'online', isOnline: false });
    expect(await first).toEqual({ done: false, value: { type: 'online', isOnline: false } });
    for (let i = 0; i < 500; i++) {
      bus.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(i % 3)) });
      bus.emit({ type: 'stale', topics: i % 2 === 0 ? ['contacts'] : ['history', 'contacts'] });
    }
    const merged = [];
    for (let i = 0; i < 4; i++) merged.push((await stream.next()).value);
    expect(merged).toEqual([
      { type: 'conversationChanged', conversationId: '2' },
      { type: 'conversationChanged', conversationId: '0' },
      { type: 'conversationChanged', conversationId: '1' },
      { type: 'stale', topics: ['contacts', 'history'] },
    ]);
    abort.abort();
    expect((await stream.next()).done).toBe(true);
  });

  it('leave no listener behind when the page goes away', async () => {
    let listeners = 0;
    const abort = new AbortController();
    const stream = streamEvents(() => {
      listeners++;
      return () => listeners--;
    }, abort.signal);
    const next = stream.next();
    expect(listeners).toBe(1);
    abort.abort();
    expect((await next).done).toBe(true);
    expect(listeners).toBe(0);
  });
});
