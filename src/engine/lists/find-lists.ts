import { z } from 'zod';
import { listTypeSchema } from '../../shared/model/crm';
import type { Clock } from '../core/clock';
import { type CallContext, type HubSpotPort, type ListDefinition, timeOf } from '../hubspot';
import type { CheckpointRepository } from '../storage/checkpoint-repository';
import type { FoundList, ListRepository } from '../storage/list-repository';
import { inTransaction, type Storage } from '../storage/storage';

const checkpointName = 'listsFound';
const checkpointSchema = z.object({ at: z.number() });
const mostPerCall = 500;

interface FindDeps {
  storage: Storage;
  hubSpot: HubSpotPort;
  clock: Clock;
  lists: ListRepository;
  checkpoints: CheckpointRepository;
}

/** When all lists were last read; null = never. */
export function listsReadAt(checkpoints: CheckpointRepository): number | null {
  return checkpoints.get(checkpointName, checkpointSchema)?.at ?? null;
}

/**
 * Reads names, sizes and freshness of all contact lists, 500 a call. Chosen lists that did not come are asked for by id,
 * because a list that is deleted meanwhile shifts the offsets of those behind it; only what HubSpot then does not know
 * counts as gone: it is shown so, and its members stay until a person lets go of it.
 */
export async function findLists(deps: FindDeps, context: CallContext): Promise<void> {
  const { lists, storage } = deps;
  const at = deps.clock.now();
  let offset: number | null = 0;
  while (offset !== null) {
    context.signal?.throwIfAborted();
    const page: Awaited<ReturnType<typeof deps.hubSpot.lists.page>> = await deps.hubSpot.lists.page(offset, context);
    inTransaction(storage, () => saveAll(lists, page.lists, at));
    offset = page.next;
  }
  await findByIds(deps, lists.notFoundSince(at), context, at);
  inTransaction(storage, () => {
    lists.forgetOthers(at);
    deps.checkpoints.set(checkpointName, { at }, at);
  });
}

/** Reads some lists again; those that HubSpot does not know are gone. */
export async function findByIds(
  { lists, hubSpot, storage, clock }: FindDeps,
  ids: readonly string[],
  context: CallContext,
  at = clock.now(),
): Promise<void> {
  for (let i = 0; i < ids.length; i += mostPerCall) {
    const asked = ids.slice(i, i + mostPerCall);
    const found = await hubSpot.lists.byIds(asked, context);
    const foundIds = new Set(found.map((list) => list.listId));
    inTransaction(storage, () => {
      saveAll(lists, found, at);
      for (const id of asked) if (!foundIds.has(id)) noteGone(lists, id);
    });
  }
}

/** A list is not in HubSpot any more. Inside the caller's transaction. */
export function noteGone(lists: ListRepository, id: string): void {
  lists.markGone(id, { code: 'LIST_GONE', params: { name: lists.get(id)?.name ?? id } });
}

function saveAll(lists: ListRepository, definitions: readonly ListDefinition[], at: number): void {
  for (const definition of definitions) {
    const list = toFound(definition);
    if (list !== null) lists.saveFound(list, at);
  }
}

/** null = a kind of list that is not known. */
function toFound(definition: ListDefinition): FoundList | null {
  const type = listTypeSchema.safeParse(definition.processingType);
  if (!type.success) return null;
  const held = definition.additionalProperties;
  const size = held.hs_list_size ?? null;
  const times = [definition.updatedAt, held.hs_last_record_added_at, held.hs_last_record_removed_at].map(timeOf);
  const newest = Math.max(...times.map((time) => time ?? 0));
  const folder = held.hs_folder_name ?? null;
  return {
    id: definition.listId,
    name: definition.name,
    processingType: type.data,
    folderName: folder === null || folder === '' ? null : String(folder),
    size: size === null || !Number.isFinite(Number(size)) ? null : Number(size),
    isInFlux: (definition.processingStatus ?? 'COMPLETE') !== 'COMPLETE',
    updatedAt: newest === 0 ? null : newest,
    stamp: JSON.stringify([definition.listVersion ?? null, size, times[1], times[2]]),
  };
}
