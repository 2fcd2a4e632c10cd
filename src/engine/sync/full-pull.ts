import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import { type CrmRecord, HubSpotError } from '../hubspot';
import { inTransaction } from '../storage/storage';
import { breathe } from './breathe';
import { noteCompaniesFrom } from './company-changes';
import { createCompanyLookAhead } from './company-look-ahead';
import type { ContactWriter } from './contact-writer';
import { isSuspicious, removeContact } from './gone-contacts';
import { incrementalCheckpoint } from './incremental-pull';
import { takeOverTraces } from './merged-contacts';
import { requestedProperties, trustedProperties, withTechnical } from './requested-properties';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

const checkpointName = 'fullPull';
/**
 * How many pages may wait until they name a hundred companies that are still to be read. Few in the beginning, so that a
 * small account sees its contacts come; more later, so that a large one pays no call for half a batch.
 */
const mostHeldPages = (done: number): number => (done <= 5_000 ? 5 : 12);
const checkpointSchema = z.object({
  runId: z.string(),
  /** HubSpot's token for the next page; null = the first one. */
  after: z.string().nullable(),
  done: z.number(),
  total: z.number().nullable(),
  /** Newest modified time in HubSpot before the first page: the incremental pull goes on from here. */
  newestModifiedAt: z.number(),
  requested: z.array(z.string()),
});
type Checkpoint = z.infer<typeof checkpointSchema>;

/** A page that was read, and where the pull stands once it is stored. */
interface HeldPage {
  records: readonly CrmRecord[];
  next: Checkpoint;
}

/**
 * Reads every contact of the account, page by page (100 each). State after each page: all contacts of the pages so far
 * are stored and marked as met, and the checkpoint names the next page; a run that was killed goes on from there. While
 * pages are stored the next one is already on its way. A few pages are held back until they name a hundred companies
 * that are not known: so a contact is written once, with its company's name, and no call is spent on a few names.
 */
export async function pullAllContacts(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
): Promise<void> {
  const { call } = tracker;
  const fetch = (from: Checkpoint) =>
    deps.hubSpot.crm.contactPage(from.after, withTechnical(deps, from.requested), call);

  let state = await openCheckpoint(deps, stores, tracker);
  tracker.enter('contacts', state.total, state.done);
  const companyNames = createCompanyLookAhead(deps, stores, writer, state.after !== null);
  let held: HeldPage[] = [];
  const store = async (pages: readonly HeldPage[]): Promise<void> => {
    for (const { records, next } of pages) {
      const checkpoint = () => {
        if (next.after !== null) stores.checkpoints.set(checkpointName, next, deps.clock.now());
        else finishListing(deps, stores, tracker, next);
      };
      const requested = await trustedProperties(deps, stores, tracker, next.requested, records);
      const begin = () => {
        companyNames.save();
        takeOverTraces(stores, records);
      };
      const page = { records, requested, isFull: true, begin, checkpoint };
      const changed = await writer.takePage(page, tracker);
      tracker.moveTo(next.done, next.total === null ? null : Math.max(next.total, next.done));
      writer.announce(changed, tracker);
    }
  };
  let storing: Promise<void> = Promise.resolve();
  let pending: ReturnType<typeof fetch> | null = fetch(state);
  try {
    while (pending !== null) {
      let page: Awaited<ReturnType<typeof fetch>>;
      try {
        page = await pending;
      } catch (error) {
        // A place in the list may not outlive a long stop: then the pull begins again, once.
        if (state.after === null || !(error instanceof HubSpotError) || error.status !== 400) throw error;
        await storing;
        held = [];
        state = restart(deps, stores, tracker, state);
        pending = fetch(state);
        continue;
      }
      tracker.abort.signal.throwIfAborted();
      const next: Checkpoint = { ...state, after: page.after, done: state.done + page.records.length };
      pending = page.after === null ? null : fetch(next);
      pending?.catch(() => undefined);
      held.push({ records: page.records, next });
      state = next;
      companyNames.lookFor(page.records);
      const isWaiting =
        companyNames.hasUnknown() && !companyNames.isWorthACall() && held.length < mostHeldPages(state.done);
      if (pending !== null && isWaiting) continue;
      await storing;
      await companyNames.read(tracker);
      // Pages that mention companies of the next batch wait for it, unless they waited long enough.
      const waitsFrom = held.findIndex(({ records }) => companyNames.isUnknownIn(records));
      const isComplete = waitsFrom < 0 || pending === null || held.length - waitsFrom >= mostHeldPages(state.done);
      if (isComplete) companyNames.storeWithout();
      storing = store(held.splice(0, isComplete ? held.length : waitsFrom));
      storing.catch(() => undefined);
    }
    await storing;
  } finally {
    // Whatever ended the pull: nothing is written behind its back.
    await storing.catch(() => undefined);
  }
}

/** All pages are in: the run goes on with the deletions even if it is killed now. */
function finishListing(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker, last: Checkpoint): void {
  const at = deps.clock.now();
  stores.checkpoints.delete(checkpointName);
  stores.checkpoints.set(incrementalCheckpoint, { highWaterAt: last.newestModifiedAt }, at);
  noteCompaniesFrom(stores, last.newestModifiedAt, at);
  stores.items.noteSynced(at);
  tracker.step = 'deletions';
}

async function openCheckpoint(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker): Promise<Checkpoint> {
  const held = stores.checkpoints.get(checkpointName, checkpointSchema);
  if (held !== null && held.runId === tracker.run.id) return held;
  const newest = await deps.hubSpot.crm.searchContacts(
    {
      filters: [],
      sort: { propertyName: 'lastmodifieddate', direction: 'DESCENDING' },
      properties: ['lastmodifieddate'],
      limit: 1,
    },
    tracker.call,
  );
  const fresh: Checkpoint = {
    runId: tracker.run.id,
    after: null,
    done: 0,
    total: newest.total,
    newestModifiedAt: Date.parse(newest.records[0]?.properties.lastmodifieddate ?? '') || 0,
    requested: requestedProperties(stores),
  };
  inTransaction(deps.storage, () => {
    stores.contacts.forgetSeen();
    stores.checkpoints.set(checkpointName, fresh, deps.clock.now());
  });
  return fresh;
}

function restart(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker, state: Checkpoint): Checkpoint {
  const again = { ...state, after: null, done: 0 };
  Object.assign(tracker.counts, { processed: 0, changed: 0, unchanged: 0, skipped: 0, failed: 0 });
  inTransaction(deps.storage, () => {
    stores.contacts.forgetSeen();
    stores.checkpoints.set(checkpointName, again, deps.clock.now());
    tracker.save();
  });
  return again;
}

/**
 * Removes the contacts that the pull under way did not meet; their links are put aside. More than half of them, and more
 * than a hundred, is taken for a mistake (a wrong account, a broken list) and stops the run untouched.
 * @throws LumoError SYNC_TOO_MANY_DELETIONS
 */
export async function removeUnseen(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker): Promise<void> {
  const { contacts } = stores;
  const gone = contacts.countUnseen();
  const total = contacts.count();
  if (isSuspicious(gone, total)) throw new LumoError('SYNC_TOO_MANY_DELETIONS', { count: gone, total });
  tracker.enter('deletions', gone);
  while (true) {
    tracker.abort.signal.throwIfAborted();
    const rows = contacts.unseen(25);
    if (rows.length === 0) break;
    inTransaction(deps.storage, () => {
      for (const row of rows) removeContact(stores, row, deps.clock.now());
      tracker.counts.removed += rows.length;
      tracker.save();
    });
    tracker.advance(rows.length);
    await breathe();
  }
  if (gone > 0) tracker.stale(['contacts', 'conversations', 'search', 'dashboard', 'links', 'problems'], true);
}
