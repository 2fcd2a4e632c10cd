import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ContactFilter, ContactSort } from '../../shared/model/contact';
import type { ContactQuery, FoundContact } from '../storage/contact-query';

const firstStep = 2_000;
/** A step that took less is followed by a longer one, a step that took more by a shorter one. */
const shortStepMs = 2;
const longStepMs = 6;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: FoundContact, b: FoundContact): number => byText(a.sortName, b.sortName) || a.id - b.id;

/** Empty companies come last. */
const comparisons: Readonly<Record<ContactSort, (a: FoundContact, b: FoundContact) => number>> = {
  name: byName,
  company: (a, b) => {
    if (a.companyName === null || b.companyName === null) {
      return Number(a.companyName === null) - Number(b.companyName === null) || byName(a, b);
    }
    return byText(a.companyName, b.companyName) || byName(a, b);
  },
  modified: (a, b) => b.modifiedAt - a.modifiedAt || b.id - a.id,
};

/**
 * Keys of all contacts that match a filter which no index can answer (words, linked ones), in order. They are looked
 * for in steps of a few milliseconds, so that everything else goes on meanwhile.
 */
export async function listContacts(query: ContactQuery, filter: ContactFilter, sort: ContactSort): Promise<number[]> {
  const found: FoundContact[] = [];
  const lastId = query.lastId();
  let step = firstStep;
  for (let afterId = 0; afterId < lastId; ) {
    const startedAt = performance.now();
    const upToId = afterId + step;
    for (const contact of query.matching(filter, afterId, upToId)) found.push(contact);
    afterId = upToId;
    const tookMs = performance.now() - startedAt;
    if (tookMs < shortStepMs) step *= 2;
    else if (tookMs > longStepMs) step = Math.max(250, Math.floor(step / 2));
    if (afterId < lastId) await nextTurn();
  }
  return found.sort(comparisons[sort]).map((contact) => contact.id);
}
