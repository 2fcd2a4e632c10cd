import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import { inTransaction } from '../storage/storage';
import { breathe } from './breathe';
import { followContacts, readChangedContacts } from './changed-contacts';
import type { ContactWriter } from './contact-writer';
import { removeUnseen } from './full-pull';
import { isSuspicious } from './gone-contacts';
import { readHeldIds } from './held-ids';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** Deletions that no event told of are looked for this often. */
const everyMs = 60 * 60_000;
/** A run that has read the definitions leaves the comparison to the next one, but not for longer than this. */
const latestMs = 24 * 60 * 60_000;
const checkpointName = 'reconcile';
const checkpointSchema = z.object({
  at: z.number(),
  /** HubSpot's count minus the contacts here, as far as comparing explains nothing: one that its search does not know. */
  unexplained: z.number(),
  /** The same as the last comparison left it: it is believed when the next one finds the same, the index may only lag. */
  leftOver: z.number(),
});
/** Set while changes may have been missed: the next run compares, whenever the last comparison was. */
const neededKey = 'sync/reconcileNeeded';

const listCheckpointName = 'reconcileList';
const listSchema = z.object({ runId: z.string(), after: z.string().nullable(), done: z.number() });

const pageSize = 200;
/**
 * Looking for more differences than this by search takes longer than a list of all ids: each needs a halving of the ids at
 * 4 searches a second, the list a call for each hundred contacts at 19 a second (HubSpot facts, section 3.1).
 */
const mostSearched = (held: number): number => {
  const halvings = Math.max(1, Math.log2(held / pageSize));
  return Math.max(3, Math.floor(held / 100 / 19 / (halvings / 4)));
};

/** Part of the log of changes is lost: the next run looks for what it would have told. */
export function needReconcile(stores: SyncStores, at: number): void {
  stores.meta.set(neededKey, String(at));
}

/**
 * True when the last comparison is an hour old, or changes were lost. A run that has read the definitions leaves it to the
 * next one, so that a run costs no more than three calls; once a day it is done all the same.
 */
export function isReconcileDue(deps: SyncDeps, stores: SyncStores, hasReadDefinitions: boolean): boolean {
  if (stores.meta.get(neededKey) !== null) return true;
  const last = stores.checkpoints.get(checkpointName, checkpointSchema);
  const ageMs = last === null ? Number.POSITIVE_INFINITY : deps.clock.now() - last.at;
  return ageMs >= (hasReadDefinitions ? latestMs : everyMs);
}

/** When contacts were compared last; 0 = never. */
export function reconciledAt(stores: SyncStores): number {
  return stores.checkpoints.get(checkpointName, checkpointSchema)?.at ?? 0;
}

/** A full pull met every contact: there is nothing to compare for now. */
export function noteReconciled(stores: SyncStores, at: number): void {
  stores.checkpoints.set(checkpointName, { at, unexplained: 0, leftOver: 0 }, at);
  stores.meta.delete(neededKey);
}

/**
 * Finds contacts that went without being seen in a search of changes: deleted, erased or merged ones (facts, section
 * 5.4, step 7). HubSpot's count is compared with the contacts here, which costs one call where nothing is missing. Where
 * they differ, ranges of record ids are halved until the ones that differ are small enough to be compared id by id; so
 * the cost follows the number of differences. Many differences are found by a list of all ids instead. What differs is
 * read by id before anything is removed: the search index may lag, a read does not.
 * @throws LumoError SYNC_TOO_MANY_DELETIONS when most contacts are gone: then nothing is removed
 */
export async function reconcileContacts(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
): Promise<void> {
  tracker.enter('deletions', null);
  const startedAt = deps.clock.now();
  const listed = stores.checkpoints.get(listCheckpointName, listSchema);
  if (listed !== null && listed.runId === tracker.run.id) {
    await compareList(deps, stores, writer, tracker, listed);
    noteReconciled(stores, startedAt);
    return;
  }
  const first = await deps.hubSpot.changes.contactsInRange(null, null, tracker.call);
  const last = stores.checkpoints.get(checkpointName, checkpointSchema);
  const unexplained = last?.unexplained ?? 0;
  const held = stores.contacts.count();
  const difference = first.total - held - unexplained;
  if (difference !== 0) {
    if (isSuspicious(-difference, held)) {
      throw new LumoError('SYNC_TOO_MANY_DELETIONS', { count: -difference, total: held });
    }
    if (Math.abs(difference) > mostSearched(held)) {
      const fresh = { runId: tracker.run.id, after: null, done: 0 };
      inTransaction(deps.storage, () => {
        stores.contacts.forgetSeen();
        stores.checkpoints.set(listCheckpointName, fresh, deps.clock.now());
      });
      await compareList(deps, stores, writer, tracker, fresh);
      noteReconciled(stores, startedAt);
      return;
    }
    const differing = await searchDifferences(deps, stores, tracker, first);
    await followContacts(deps, stores, writer, tracker, differing);
  }
  inTransaction(deps.storage, () => {
    const leftOver = first.total - stores.contacts.count();
    const isBelieved = difference === 0 || leftOver === last?.leftOver;
    const value = { at: startedAt, unexplained: isBelieved ? leftOver : unexplained, leftOver };
    stores.checkpoints.set(checkpointName, value, startedAt);
    stores.meta.delete(neededKey);
  });
}

/** A range of record ids, `to` excluded; null = open. */
interface Range {
  from: number | null;
  to: number | null;
}

interface Found {
  total: number;
  ids: readonly string[];
}

/** The ids that only one side has, found by halving. */
async function searchDifferences(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  first: Found,
): Promise<string[]> {
  const held = await readHeldIds(stores, () => tracker.abort.signal.throwIfAborted());
  const differing: string[] = [];
  const visit = async (range: Range, known: Found | null): Promise<number> => {
    tracker.abort.signal.throwIfAborted();
    const found = known ?? (await deps.hubSpot.changes.contactsInRange(range.from, range.to, tracker.call));
    const own = held.inRange(range.from, range.to);
    if (found.total <= pageSize && found.ids.length === found.total) {
      differing.push(...differenceOf(own.ids(), found.ids));
      return found.total;
    }
    if (found.total === own.count) return found.total;
    const middle = own.middle();
    // Nearly all of it is only in HubSpot: the list of all ids, or the next full run, is for that.
    if (middle === null) return found.total;
    const left = await visit({ from: range.from, to: middle }, null);
    // What is not in the left half is in the right one: it costs no call to know that nothing is missing there.
    const right = { from: middle, to: range.to };
    if (found.total - left !== held.inRange(right.from, right.to).count) await visit(right, null);
    return found.total;
  };
  await visit({ from: null, to: null }, first);
  return differing;
}

function differenceOf(own: readonly string[], theirs: readonly string[]): string[] {
  const ownIds = new Set(own);
  const theirIds = new Set(theirs);
  return [...own.filter((id) => !theirIds.has(id)), ...theirs.filter((id) => !ownIds.has(id))];
}

/** Reads the ids of all contacts, 100 a call; goes on after a kill where it stopped. Contacts that are new are read. */
async function compareList(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
  from: z.infer<typeof listSchema>,
): Promise<void> {
  tracker.enter('deletions', stores.contacts.count(), from.done);
  let state = from;
  do {
    tracker.abort.signal.throwIfAborted();
    const page = await deps.hubSpot.changes.contactIds(state.after, tracker.call);
    const unknown = page.ids.filter((id) => stores.contacts.known(id) === undefined);
    if (unknown.length > 0) await readChangedContacts(deps, stores, writer, tracker, unknown);
    state = { ...state, after: page.after, done: state.done + page.ids.length };
    inTransaction(deps.storage, () => {
      for (const id of page.ids) {
        const known = stores.contacts.known(id);
        if (known !== undefined) stores.contacts.see(known.id);
      }
      stores.checkpoints.set(listCheckpointName, state, deps.clock.now());
    });
    tracker.moveTo(state.done, Math.max(state.done, stores.contacts.count()));
    await breathe();
  } while (state.after !== null);
  await removeUnseen(deps, stores, tracker);
  stores.checkpoints.delete(listCheckpointName);
}
