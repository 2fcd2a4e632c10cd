import type { PageLimit, StoredLogEvent } from './relay-log';

/** Takes entries until the page is full; the first one always fits. */
export function pageOf(events: Iterable<StoredLogEvent>, page: PageLimit): StoredLogEvent[] {
  const taken: StoredLogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += event.body.byteLength;
    if (taken.length === page.limit || (bytes > page.maxBytes && taken.length > 0)) {
      break;
    }
    taken.push(event);
  }
  return taken;
}
