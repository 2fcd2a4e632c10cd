import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../core/clock';
import type { KnownMember, ListMemberRepository, NamePlace } from '../storage/list-member-repository';
import { likePatterns } from '../storage/search-text';

const firstSlice = 1_000;
/** A slice that took less is followed by a longer one, a slice that took more by a shorter one. */
const shortSliceMs = 2;
const longSliceMs = 6;
/** Up to so many members are collected and sorted; of a longer list only as much is looked for as is shown. */
const mostSorted = 20_000;
/** Scrolling asks for many windows of one list: what was found is kept, and is at most this old. */
const keptMs = 5_000;

/** Keys of a list's members among the contacts, by name, as far as they were found. */
interface Found {
  key: string;
  at: number;
  ids: number[];
  isComplete: boolean;
  place: NamePlace;
  extending: Promise<void>;
}

/** Windows of the members of a list in the order of their names, each found in steps of a few milliseconds. */
export function createMemberView(members: ListMemberRepository, clock: Clock) {
  let kept: Found | null = null;

  const collect = async (listId: string, patterns: readonly string[]): Promise<number[]> => {
    const all: KnownMember[] = [];
    let size = firstSlice;
    for (let after: string | null = ''; after !== null; ) {
      const startedAt = performance.now();
      const slice: ReturnType<typeof members.knownSlice> = members.knownSlice(listId, after, size, patterns);
      for (const member of slice.found) all.push(member);
      after = slice.after;
      size = nextSize(size, performance.now() - startedAt);
      if (after !== null) await breathe();
    }
    all.sort((a, b) => (a.sortName < b.sortName ? -1 : a.sortName > b.sortName ? 1 : a.id - b.id));
    return all.map((member) => member.id);
  };

  /** Walks over the contacts by name until so many members were met. */
  const extend = async (listId: string, found: Found, upTo: number): Promise<void> => {
    let size = firstSlice;
    while (!found.isComplete && found.ids.length < upTo) {
      const startedAt = performance.now();
      const slice = members.nameSlice(listId, found.place, size);
      for (const contact of slice) if (contact.isMember === 1) found.ids.push(contact.id);
      const last = slice.at(-1);
      if (last === undefined) found.isComplete = true;
      else found.place = last;
      size = nextSize(size, performance.now() - startedAt);
      await breathe();
    }
  };

  return {
    /**
     * Contact keys of one window, and how many there are in all where that is known from the search itself; null =
     * everybody, so that the count of the list holds. `version` names the state of the list's members.
     */
    async window(
      list: { id: string; version: string; memberCount: number },
      text: string,
      offset: number,
      limit: number,
    ): Promise<{ ids: number[]; total: number | null }> {
      const patterns = likePatterns(text).slice(0, 8);
      const isWalked = patterns.length === 0 && list.memberCount > mostSorted;
      const key = JSON.stringify([list.id, list.version, patterns]);
      if (kept === null || kept.key !== key || clock.now() - kept.at > keptMs) {
        const start = { sortName: '', id: 0 };
        kept = { key, at: clock.now(), ids: [], isComplete: false, place: start, extending: Promise.resolve() };
      }
      const found = kept;
      found.extending = found.extending.then(async () => {
        if (isWalked) {
          await extend(list.id, found, offset + limit);
        } else if (!found.isComplete) {
          found.ids = await collect(list.id, patterns);
          found.isComplete = true;
        }
      });
      try {
        await found.extending;
      } catch (error) {
        if (kept === found) kept = null;
        throw error;
      }
      return { ids: found.ids.slice(offset, offset + limit), total: found.isComplete ? found.ids.length : null };
    },
  };
}

function nextSize(size: number, tookMs: number): number {
  if (tookMs < shortSliceMs) return Math.min(size * 2, 32_000);
  return tookMs > longSliceMs ? Math.max(250, Math.floor(size / 2)) : size;
}
