import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import { listIdSchema } from '../../shared/model/ids';
import type { ServiceOf } from '../engine-types';
import { HubSpotError } from '../hubspot';
import { createCheckpointRepository } from '../storage/checkpoint-repository';
import { createContactQuery } from '../storage/contact-query';
import { createListMemberRepository } from '../storage/list-member-repository';
import { createListRepository } from '../storage/list-repository';
import { inTransaction } from '../storage/storage';
import type { RunStepContext } from '../sync';
import { findByIds, findLists, listsReadAt } from './find-lists';
import { createListPuller } from './list-puller';
import { type Lists, type ListsDeps, listScope } from './lists-types';
import { needsPull } from './member-pull';
import { createMemberView } from './member-view';

const interactive = { lane: 'interactive' } as const;

/** Lists of contacts (B14): what HubSpot has, which of them are synced, who is in those. See {@link Lists}. */
export function createLists(deps: ListsDeps): Lists {
  const { storage, hubSpot, clock, events } = deps;
  const lists = createListRepository(storage);
  const members = createListMemberRepository(storage);
  const contacts = createContactQuery(storage);
  const parts = { storage, hubSpot, clock, lists, members, checkpoints: createCheckpointRepository(storage) };
  const puller = createListPuller(deps, parts);
  const view = createMemberView(members, clock);

  const scopeProblem = () =>
    deps.isConnected() && !deps.hasScope(listScope)
      ? ({ code: 'HUBSPOT_SCOPE_MISSING', params: { scopes: listScope } } as const)
      : null;
  const demandScope = (): void => {
    const problem = scopeProblem();
    if (problem !== null) throw new LumoError(problem.code, problem.params);
  };
  const stored = (id: string) => {
    const list = lists.get(id);
    if (list === null) throw new LumoError('NOT_FOUND', { what: 'list' });
    return list;
  };
  const tellStale = () => events.emit({ type: 'stale', topics: ['lists'] });

  const service: ServiceOf<'lists'> = {
    async all() {
      await puller.refreshCounts();
      return { lists: lists.all(), readAt: listsReadAt(parts.checkpoints), problem: scopeProblem() };
    },
    async refresh() {
      demandScope();
      await findLists(parts, interactive);
      tellStale();
    },
    async setSynced({ id, isSynced }) {
      const list = stored(id);
      if (list.isSynced === isSynced) return;
      inTransaction(storage, () => (isSynced ? lists.choose(id) : lists.unchoose(id)));
      events.emit({ type: 'stale', topics: ['lists', 'contacts'] });
      puller.run();
    },
    async syncNow({ id }) {
      demandScope();
      if (!stored(id).isSynced) throw new LumoError('INPUT_INVALID', { field: 'isSynced' });
      await findByIds(parts, [id], interactive);
      const list = stored(id);
      if (list.problem?.code === 'LIST_GONE') throw new LumoError('LIST_GONE', { name: list.name });
      if (list.isInFlux && list.membersAt !== null) throw new LumoError('LIST_IN_FLUX', { name: list.name });
      // A person who asks for it gets it, whatever HubSpot says has changed.
      if (!needsPull(lists.pull(id))) lists.beginPull(id);
      const signal = puller.signal();
      await puller.pull(id, { call: { ...interactive, signal }, signal, onPage: () => undefined });
      tellStale();
      return stored(id);
    },
    async members({ id, text, offset, limit }) {
      const list = stored(id);
      const { members: all, known } = lists.counts(id);
      const version = `${list.membersAt}/${all}/${known}`;
      const found = await view.window({ id, version, memberCount: all }, text, offset, limit);
      const rows = contacts.rows(found.ids).map((row) => ({ ...row, addedAt: members.addedAt(id, row.id) ?? null }));
      return { rows, total: found.total ?? known, unknown: Math.max(0, all - known) };
    },
  };

  const syncLists = async (context: RunStepContext): Promise<void> => {
    // Where none is chosen a full run still reads the names, so that there is something to choose from.
    if (!deps.hasScope(listScope) || (lists.syncedIds().length === 0 && context.run.kind !== 'full')) return;
    try {
      await findLists(parts, context.call);
      tellStale();
      await pullChanged(context);
    } catch (error) {
      // Granted when the account was connected, and taken back since: said where lists are shown, no matter of the run.
      if (!(error instanceof LumoError) || error.code !== 'HUBSPOT_SCOPE_MISSING') throw error;
      deps.logger.warn('lists may not be read any more', { error });
    }
  };

  const pullChanged = async (context: RunStepContext): Promise<void> => {
    const due = lists.syncedIds().flatMap((id) => {
      const list = lists.pull(id);
      return needsPull(list) ? [list] : [];
    });
    const total = due.reduce((sum, list) => sum + (list.size ?? 0), 0);
    let before = 0;
    for (const list of due) {
      const onPage = (done: number) => context.onProgress(before + done, Math.max(total, before + done));
      try {
        await puller.pull(list.id, { call: context.call, signal: context.signal, onPage });
      } catch (error) {
        if (!(error instanceof HubSpotError) || error.status === 403 || !isAboutList(error)) throw error;
        context.fail({
          recordKind: 'list',
          recordId: list.id,
          recordName: list.name,
          problem: error.status === 404 ? { code: 'LIST_GONE', params: { name: list.name } } : toProblem(error),
          property: null,
          valueSent: null,
          valueHeld: null,
          correlationId: error.correlationId,
          attempts: 1,
        });
      }
      before += list.size ?? 0;
    }
  };

  return {
    service,
    syncLists,
    listsOf: (contactId) => lists.ofContact(contactId).map((list) => ({ ...list, id: listIdSchema.parse(list.id) })),
    start: puller.run,
    wake: puller.run,
    interrupt: () => puller.interrupt(),
    stop: () => puller.stop(),
  };
}

/** HubSpot refused this list, not the caller, and not for now only. */
function isAboutList(error: HubSpotError): boolean {
  return error.status === 400 || error.status === 404 || error.status === 409;
}
