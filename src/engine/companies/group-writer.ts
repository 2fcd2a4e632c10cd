import type { Problem } from '../../shared/errors/error-code';
import { toProblem } from '../../shared/errors/lumo-error';
import { type CallContext, HubSpotError, companyGroupProperties as names } from '../hubspot';
import type { CompanyRecord, CompanyRepository } from '../storage/company-repository';
import type { GroupRepository, LineGroup } from '../storage/group-repository';
import { inTransaction } from '../storage/storage';
import { type CompaniesDeps, companyScopes, type WriteContext } from './companies-types';
import { companyRecordOf, recordFor } from './company-record';
import { clearedGroupValues, groupChanges, groupKey, groupValues, isWanted } from './group-values';
import { type CompanyWrite, sendRows } from './row-sender';

const groupsPerRound = 100;

interface Parts {
  groups: GroupRepository;
  companies: CompanyRepository;
}

/**
 * Writes groups to the companies that stand for them. Order: companies that stand for a group no more are cleared; then,
 * 100 groups a round, each group without a company gets one, found by its unique key or made by upsert (so that two
 * consoles make one); then what changed is written. Only what HubSpot accepted counts as written; a refused row holds up
 * nobody. Everything may be repeated: a killed pass does the same again.
 */
export function createGroupWriter(deps: CompaniesDeps, { groups, companies }: Parts) {
  const { hubSpot, storage, clock } = deps;
  /** The account whose properties were seen to be there. */
  let preparedHubId: string | null = null;

  const sendUpdates = (writes: readonly CompanyWrite[], context: CallContext) =>
    sendRows(
      {
        call: (batch, call) => hubSpot.companies.update(batch, call),
        recordOf: (write, records) => records.find((record) => record.id === write.id),
      },
      writes,
      context,
    );
  const sendUpserts = (writes: readonly CompanyWrite[], context: CallContext) =>
    sendRows(
      {
        call: (batch, call) =>
          hubSpot.companies.upsertByGroupKey(
            batch.map(({ id, properties }) => ({ key: id, properties })),
            call,
          ),
        recordOf: (write, records) => records.find((record) => record.properties[names.key] === write.id),
      },
      writes,
      context,
    );

  /** `known` = the company as it was just read, or made. */
  const accept = (group: LineGroup, companyId: string, known: CompanyRecord | null): void => {
    inTransaction(storage, () => {
      const values = groupValues(group);
      if (known !== null && companies.nameOf(companyId) === undefined) {
        companies.save({ ...known, hubSpotId: companyId }, clock.now());
      }
      // A company that is called like its group may be called otherwise now.
      if (values[names.name] !== group.written?.[names.name]) companies.forgetAge(companyId);
      if (groups.noteWritten(group, companyId, values, clock.now())) return;
      // Untied or tied elsewhere while the call was under way: what was written there goes again.
      const now = groups.get(group.conversationId);
      if (now?.companyId !== companyId) groups.addRemoval(companyId, groupKey(group), clock.now());
    });
  };
  const refuse = (group: LineGroup, error: HubSpotError, context: WriteContext): void => {
    const problem = toProblem(error);
    if (error.code === 'HUBSPOT_PROPERTY_MISSING') preparedHubId = null;
    const property = error.refused.find((value) => value.property !== null)?.property ?? null;
    inTransaction(storage, () => {
      if (error.status === 404 && group.companyId !== null) loseCompany(group.companyId);
      else groups.setProblem(group.conversationId, problem);
    });
    context.fail({
      recordKind: 'group',
      recordId: String(group.conversationId),
      recordName: group.name ?? '',
      problem,
      property,
      valueSent: property === null ? null : (groupValues(group)[property] ?? null),
      valueHeld: null,
      correlationId: error.correlationId,
      attempts: 1,
    });
  };

  /** Clears companies that stand for a group no more, unless they hold another group's key by now. */
  const clearRemoved = async (context: WriteContext): Promise<void> => {
    let afterId = 0;
    for (let rows = groups.removalsAfter(0, groupsPerRound); rows.length > 0; ) {
      const ids = [...new Set(rows.map((row) => row.companyId))];
      const found = await hubSpot.companies.read(ids, context.call, [names.key]);
      const writes: CompanyWrite[] = [];
      for (const row of rows) {
        const record = recordFor(row.companyId, found);
        const drop = () => inTransaction(storage, () => groups.dropRemoval(row.id));
        const onRefused = (error: HubSpotError) => {
          deps.logger.warn('a company could not be cleared', { companyId: row.companyId, error });
          if (error.status === 404) drop();
        };
        const isHeld = record?.properties[names.key] === row.groupKey;
        if (record === undefined || !isHeld || writes.some((write) => write.id === record.id)) drop();
        else writes.push({ id: record.id, properties: clearedGroupValues(), onAccepted: drop, onRefused });
      }
      await sendUpdates(writes, context.call);
      afterId = rows.at(-1)?.id ?? afterId;
      rows = groups.removalsAfter(afterId, groupsPerRound);
    }
  };

  /** Two groups on one company, after a merge in HubSpot: the one whose key it holds keeps it. */
  const separate = async (batch: readonly LineGroup[], context: WriteContext): Promise<LineGroup[]> => {
    const shared = batch.flatMap(({ companyId }) =>
      companyId !== null && groups.ofCompany(companyId).length > 1 ? companyId : [],
    );
    if (shared.length === 0) return [...batch];
    const found = await hubSpot.companies.read([...new Set(shared)], context.call, [names.key]);
    return batch.filter((group) => {
      if (group.companyId === null || !shared.includes(group.companyId)) return true;
      const record = recordFor(group.companyId, found);
      const others = groups.ofCompany(group.companyId);
      const holder = others.find((other) => groupKey(other) === record?.properties[names.key]) ?? others[0];
      if (holder?.conversationId === group.conversationId) return true;
      const params = { company: group.companyName ?? group.companyId };
      inTransaction(storage, () => groups.untie(group.conversationId, { code: 'GROUP_ALREADY_TIED', params }));
      return false;
    });
  };

  const writeRound = async (batch: readonly LineGroup[], context: WriteContext): Promise<void> => {
    const open = await separate(batch, context);
    const fresh = open.filter((group) => group.written === null);
    const holders = fresh.length === 0 ? [] : await hubSpot.companies.byGroupKeys(fresh.map(groupKey), context.call);
    const holderOf = new Map(holders.map((record) => [record.properties[names.key] ?? '', record]));
    const clears: CompanyWrite[] = [];
    const updates: CompanyWrite[] = [];
    const makes: CompanyWrite[] = [];
    for (const group of open) {
      const onRefused = (error: HubSpotError) => refuse(group, error, context);
      const holder = holderOf.get(groupKey(group));
      const holderId = holder?.id ?? null;
      const companyId = group.companyId ?? holderId;
      if (companyId === null) {
        const properties = { ...groupValues(group), name: group.name ?? '' };
        const made = { hubSpotId: '', name: group.name, domain: null };
        const onMade = (id: string) => accept(group, id, made);
        makes.push({ id: groupKey(group), properties, onAccepted: onMade, onRefused });
        continue;
      }
      const known = holder?.id !== companyId ? null : companyRecordOf(holder.id, holder.properties);
      const onAccepted = (id: string) => accept(group, id, known);
      // A unique value has one place: who held it before gives it up first.
      if (group.companyId !== null && group.written === null && holderId !== null && holderId !== group.companyId) {
        clears.push({
          id: holderId,
          properties: clearedGroupValues(),
          onAccepted: () => undefined,
          onRefused: () => undefined,
        });
      }
      updates.push({ id: companyId, properties: groupChanges(group) ?? {}, onAccepted, onRefused });
    }
    await sendUpdates(clears, context.call);
    await sendUpdates(updates, context.call);
    await sendUpserts(makes, context.call);
  };

  /** A company was deleted in HubSpot: it is not made anew by itself, a person decides. Inside the caller's transaction. */
  const loseCompany = (companyId: string): void => {
    const problem: Problem = { code: 'HUBSPOT_RECORD_MISSING', params: { what: 'company' } };
    for (const group of groups.ofCompany(companyId)) groups.untie(group.conversationId, problem);
    companies.removeUnused(companyId);
  };

  /** Reads companies that stand for groups and were not read since `freshSince`. */
  const readTied = async (freshSince: number, context: WriteContext): Promise<void> => {
    let afterId = '';
    for (let ids = companies.staleTiedIds('', freshSince, 100); ids.length > 0; ) {
      const found = await hubSpot.companies.read(ids, context.call);
      inTransaction(storage, () => {
        for (const id of ids) {
          const record = recordFor(id, found);
          if (record === undefined) {
            loseCompany(id);
            continue;
          }
          companies.save(companyRecordOf(record.id, record.properties), clock.now());
          if (record.id === id) continue;
          groups.repoint(id, record.id);
          companies.removeUnused(id);
        }
      });
      afterId = ids.at(-1) ?? afterId;
      ids = companies.staleTiedIds(afterId, freshSince, 100);
    }
  };

  const isDue = (group: LineGroup): boolean =>
    group.isMember &&
    (group.name ?? '') !== '' &&
    isWanted(group, deps.syncsGroups(group.botUserId)) &&
    groupChanges(group) !== null;

  /** Groups to be written among the next ones, in the order of their keys. */
  const nextDue = (afterId: number, only: number | null): { due: LineGroup[]; lastId: number | null } => {
    if (only !== null) {
      const group = afterId < only ? groups.get(only) : null;
      return { due: group !== null && isDue(group) ? [group] : [], lastId: group === null ? null : only };
    }
    const batch = groups.after(afterId, groupsPerRound);
    return { due: batch.filter(isDue), lastId: batch.at(-1)?.conversationId ?? null };
  };

  const noteProblem = (problem: Problem, only: number | null): void => {
    inTransaction(storage, () => {
      for (const group of only === null ? groups.all(null) : [groups.get(only) ?? []].flat()) {
        if (isDue(group)) groups.setProblem(group.conversationId, problem);
      }
    });
  };

  const writeDue = async (context: WriteContext, only: number | null): Promise<void> => {
    const hubId = deps.account()?.hubId ?? null;
    if (preparedHubId === null || preparedHubId !== hubId) await hubSpot.companies.ensureGroupProperties(context.call);
    preparedHubId = hubId;
    await clearRemoved(context);
    let done = 0;
    for (let next = nextDue(0, only); next.lastId !== null; next = nextDue(next.lastId, only)) {
      context.signal.throwIfAborted();
      if (next.due.length === 0) continue;
      await writeRound(next.due, context);
      done += next.due.length;
      context.onProgress(done, null);
    }
  };

  return {
    /**
     * Writes what is open, of all groups or of one, and reads companies that were not read since `freshSince`. A missing
     * scope, or properties that cannot be made, are noted on the groups that wait.
     * @throws LumoError for what passes or concerns everything: the network, limits, the sign-in
     */
    async write(context: WriteContext, only: number | null = null, freshSince = 0): Promise<void> {
      const isAnythingDue = groups.removalsAfter(0, 1).length > 0 || groups.all(null).some(isDue);
      if (isAnythingDue && !deps.hasScope(companyScopes.write)) {
        noteProblem({ code: 'HUBSPOT_SCOPE_MISSING', params: { scopes: companyScopes.write } }, only);
        return;
      }
      const wasPrepared = preparedHubId !== null;
      try {
        if (isAnythingDue) await writeDue(context, only);
        await readTied(freshSince, context);
      } catch (error) {
        if (!(error instanceof HubSpotError) || !isRefusal(error)) throw error;
        preparedHubId = null;
        // The properties may have been deleted since they were made: once more, from the making on.
        if (error.status === 400 && wasPrepared) await this.write(context, only, freshSince);
        else noteProblem(toProblem(error), only);
      }
    },
  };
}
export type GroupWriter = ReturnType<typeof createGroupWriter>;

/** HubSpot will say the same again until somebody changes something there. */
function isRefusal(error: HubSpotError): boolean {
  return error.status === 400 || error.status === 403 || error.status === 404 || error.status === 409;
}
