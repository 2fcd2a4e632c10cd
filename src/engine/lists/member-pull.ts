import { setImmediate as breathe } from 'node:timers/promises';
import { LumoError } from '../../shared/errors/lumo-error';
import type { Clock } from '../core/clock';
import { HubSpotError, type HubSpotPort } from '../hubspot';
import type { ListMemberRepository } from '../storage/list-member-repository';
import type { ListPull, ListRepository } from '../storage/list-repository';
import { relieveLog } from '../storage/log-relief';
import { inRepeatableTransaction, type Storage } from '../storage/storage';
import type { PullContext } from './lists-types';

/** So many rows are looked at in one transaction: it takes a few milliseconds. */
const sliceRows = 1_000;

export interface PullDeps {
  storage: Storage;
  hubSpot: HubSpotPort;
  clock: Clock;
  lists: ListRepository;
  members: ListMemberRepository;
}

/**
 * True when the members of a list are to be read. One that HubSpot is still evaluating is read at once only where
 * nothing of it is held; else what is held stays until HubSpot is done.
 */
export function needsPull(list: ListPull | null): list is ListPull {
  if (list === null || !list.isSynced || list.isGone) return false;
  if (list.pullStamp !== null) return true;
  return list.membersStamp !== list.stamp && !(list.isInFlux && list.membersAt !== null);
}

/**
 * Reads all members of a chosen list, 250 a page. States: begun (a new generation) -> a page (its members get the
 * generation, and the place to go on from is kept with them, in one transaction) -> ... -> swept (members of older
 * generations go) -> finished, with the stamp that the list had before the first page.
 * Guarantees: pages follow record ids, so that a member that comes or goes meanwhile shifts nobody; who came behind the
 * place that was reached has changed the list's stamp, so that the list is read again. A killed reading goes on from its
 * place. Memory holds one page.
 * @throws what the calls throw; HubSpotError 404 = the list is gone
 */
export async function pullMembers(deps: PullDeps, id: string, context: PullContext): Promise<void> {
  const { lists, members, storage } = deps;
  let list = lists.pull(id);
  if (list === null || !list.isSynced) return;
  if (list.pullStamp === null) list = begin(deps, id);
  let isFromEarlier = list?.pullAfter !== null;
  while (list !== null) {
    context.signal.throwIfAborted();
    const { generation, pullAfter: after, pullDone } = list;
    let page: Awaited<ReturnType<typeof deps.hubSpot.lists.members>>;
    try {
      page = await deps.hubSpot.lists.members(id, after, context.call);
    } catch (error) {
      // A place from before a restart may be refused: HubSpot promises nothing about how long it holds.
      if (!isFromEarlier || !(error instanceof HubSpotError) || error.status !== 400) throw error;
      isFromEarlier = false;
      list = begin(deps, id);
      continue;
    }
    isFromEarlier = false;
    if (page.after !== null && page.after === after) {
      throw new LumoError('HUBSPOT_SERVER_ERROR', { status: 200, message: 'the page of members repeats itself' });
    }
    const done = pullDone + page.members.length;
    const found = page.members.map(({ recordId, addedAt }) => ({ contactHubSpotId: recordId, addedAt }));
    inRepeatableTransaction(storage, () => {
      if (!isStillWanted(lists.pull(id), generation)) return;
      members.save(id, found, generation);
      if (page.after !== null) lists.goOn(id, page.after, done);
    });
    context.onPage(done, page.total ?? list.size);
    await relieveLog(storage);
    list = lists.pull(id);
    if (!isStillWanted(list, generation)) return;
    if (page.after === null) break;
  }
  if (list !== null) await finish(deps, list, context.signal);
}

/** Counts the members of a list, those that are contacts here, and those of them that have a linked friend. */
export async function countMembers({ lists, members }: PullDeps, id: string, signal: AbortSignal): Promise<void> {
  const total = { members: 0, known: 0, linked: 0 };
  for (let after: string | null = ''; after !== null; ) {
    signal.throwIfAborted();
    const slice: ReturnType<typeof members.countSlice> = members.countSlice(id, after, sliceRows);
    total.members += slice.members;
    total.known += slice.known;
    total.linked += slice.linked;
    after = slice.after;
    await breathe();
  }
  lists.setCounts(id, total);
}

/** Drops the members of lists that nobody chooses any more, in slices. */
export async function dropOrphans({ lists, members, storage }: PullDeps, signal: AbortSignal): Promise<void> {
  for (const id of members.orphans()) {
    let isMore = true;
    while (isMore && !signal.aborted) {
      isMore = inRepeatableTransaction(
        storage,
        () => lists.pull(id)?.isSynced !== true && members.dropSlice(id, sliceRows),
      );
      await relieveLog(storage);
      await breathe();
    }
    lists.forgetGone(id);
  }
}

function begin({ lists, storage }: PullDeps, id: string): ListPull | null {
  inRepeatableTransaction(storage, () => lists.beginPull(id));
  return lists.pull(id);
}

/** False once a person let go of the list, or another reading of it began. */
function isStillWanted(list: ListPull | null, generation: number): boolean {
  return list?.isSynced === true && list.generation === generation && list.pullStamp !== null;
}

async function finish(deps: PullDeps, list: ListPull, signal: AbortSignal): Promise<void> {
  const { lists, members, storage } = deps;
  const { id, generation } = list;
  for (let after: string | null = ''; after !== null; ) {
    signal.throwIfAborted();
    const from: string = after;
    after = inRepeatableTransaction(storage, () => members.sweepSlice(id, from, sliceRows, generation));
    await relieveLog(storage);
    await breathe();
  }
  await countMembers(deps, id, signal);
  inRepeatableTransaction(storage, () => {
    const now = lists.pull(id);
    if (!isStillWanted(now, generation) || now === null) return;
    // What was read while HubSpot evaluates the list may be half of it: then it still counts as changed.
    lists.finishPull(id, now.isInFlux ? null : list.pullStamp, deps.clock.now());
  });
}
