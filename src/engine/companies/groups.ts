import { setImmediate as breathe } from 'node:timers/promises';
import { LumoError } from '../../shared/errors/lumo-error';
import type { GroupRow } from '../../shared/model/crm';
import { companyGroupProperties as names } from '../hubspot';
import type { CompanyRepository } from '../storage/company-repository';
import type { ConversationRepository } from '../storage/conversation-repository';
import type { GroupRepository, LineGroup } from '../storage/group-repository';
import { inRepeatableTransaction, inTransaction } from '../storage/storage';
import type { RunStepContext } from '../sync';
import { type CompaniesDeps, companyScopes, type WriteContext } from './companies-types';
import { companyRecordOf } from './company-record';
import { readGroups } from './group-reader';
import { groupKey, groupRow } from './group-values';
import type { GroupWriter } from './group-writer';

/** Members come and go with events; a new name or picture comes with none, so LINE is asked again after this time. */
const groupFreshMs = 6 * 60 * 60_000;
const sweptAtOnce = 1_000;
const tellAfterMs = 150;
const retryMs = 30_000;
/** A person waits so long for a write; then it goes on behind. */
const patienceMs = 10_000;
const interactive = { lane: 'interactive' } as const;

export interface GroupParts {
  groups: GroupRepository;
  companies: CompanyRepository;
  conversations: ConversationRepository;
  writer: GroupWriter;
}

/**
 * Groups as companies: reads them from LINE and has them written to HubSpot, one pass at a time. idle -> (an event, a
 * switch, a person) -> reading and writing -> idle; a failure is tried again half a minute later. What is to be done is
 * in the database, so that a restart goes on where it stopped.
 */
export function createGroups(deps: CompaniesDeps, parts: GroupParts) {
  const { clock, events, hubSpot, logger, storage } = deps;
  const { groups, companies, writer } = parts;
  /** Ended by a stop and by an interruption; what begins later has another one. */
  let work = new AbortController();
  /** Ended when a person or a run wants its turn: a background pass that waits for the network holds up nobody. */
  let turn = new AbortController();
  let isStopped = true;
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  let cancelTimer: (() => void) | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let cancelTelling: (() => void) | null = null;

  /** Changes come in bursts: screens are told once in a moment. */
  const tell = (): void => {
    cancelTelling ??= clock.after(tellAfterMs, () => {
      cancelTelling = null;
      events.emit({ type: 'stale', topics: ['companies'] });
    });
  };
  /** One pass at a time: two would make the same calls twice. */
  const oneByOne = <Result>(task: () => Promise<Result>): Promise<Result> => {
    const next = tail.then(task, task);
    tail = next.catch(() => undefined);
    return next;
  };
  /** Takes the turn of a background pass, which begins again afterwards. */
  const before = <Result>(urgent: () => Promise<Result>): Promise<Result> => {
    turn.abort(new Error('another goes first'));
    turn = new AbortController();
    return oneByOne(urgent);
  };
  const contextOf = (lane: 'changeEvents' | 'interactive', signal: AbortSignal): WriteContext => ({
    call: { lane, signal },
    signal,
    onProgress: () => undefined,
    fail: ({ recordId, problem }) => logger.warn('a group was refused', { conversationId: recordId, problem }),
  });

  const pass = async (): Promise<void> => {
    const context = contextOf('changeEvents', AbortSignal.any([work.signal, turn.signal]));
    const isServed = await readGroups(deps, parts, context.signal);
    if (deps.isConnected()) await writer.write(context);
    tell();
    if (!isServed) cancelTimer = clock.after(retryMs, kick);
  };
  const kick = (): void => {
    if (isStopped) return;
    if (running !== null) {
      isAskedAgain = true;
      return;
    }
    cancelTimer?.();
    cancelTimer = null;
    isAskedAgain = false;
    const [interrupted, overtaken] = [work.signal, turn.signal];
    running = oneByOne(pass)
      .catch((error: unknown) => {
        if (isStopped || interrupted.aborted) return;
        if (overtaken.aborted) {
          isAskedAgain = true;
          return;
        }
        if (!(error instanceof LumoError)) logger.error('groups could not be worked off', { error });
        cancelTimer = clock.after(retryMs, kick);
      })
      .finally(() => {
        running = null;
        if (isAskedAgain && !isStopped) kick();
      });
  };

  const stored = (conversationId: string): LineGroup => {
    const group = groups.get(Number(conversationId));
    if (group === null) throw new LumoError('NOT_FOUND', { what: 'group' });
    return group;
  };
  const rowOf = (group: LineGroup): GroupRow => groupRow(group, deps.syncsGroups(group.botUserId));
  const demandScope = (): void => {
    if (!deps.isConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED');
    if (!deps.hasScope(companyScopes.write)) {
      throw new LumoError('HUBSPOT_SCOPE_MISSING', { scopes: companyScopes.write });
    }
  };
  /** Has one group written now. What does not come through stays noted and is tried again behind. */
  const writeNow = async (group: LineGroup): Promise<GroupRow> => {
    const { signal } = work;
    const context = contextOf('interactive', signal);
    const writing = before(() => writer.write(context, group.conversationId)).catch((error: unknown) => {
      if (!(error instanceof LumoError) && !signal.aborted) logger.error('a group could not be written', { error });
      kick();
    });
    await Promise.race([writing, new Promise<void>((done) => clock.after(patienceMs, done))]);
    tell();
    return rowOf(stored(String(group.conversationId)));
  };

  const interrupt = async (): Promise<void> => {
    work.abort(new Error('interrupted'));
    cancelTimer?.();
    cancelTimer = null;
    await running;
    await tail;
    work = new AbortController();
  };

  /** Companies that were merged away or that their last contact left, in slices of a few milliseconds. */
  const dropUnused = async (signal: AbortSignal): Promise<void> => {
    for (let after: string | null = ''; after !== null; ) {
      signal.throwIfAborted();
      const from: string = after;
      after = inRepeatableTransaction(storage, () => companies.sweepSlice(from, sweptAtOnce));
      await breathe();
    }
  };

  return {
    rows: (botUserId: string | null): GroupRow[] => groups.all(botUserId).map(rowOf),
    rowsOfCompany: (companyId: string): GroupRow[] => groups.ofCompany(companyId).map(rowOf),
    async tie(conversationId: string, companyId: string): Promise<GroupRow> {
      const group = stored(conversationId);
      if (!group.isMember) throw new LumoError('GROUP_GONE', { name: group.name ?? '' });
      demandScope();
      const [record] = await hubSpot.companies.read([companyId], interactive, [names.key]);
      if (record === undefined) throw new LumoError('HUBSPOT_RECORD_MISSING', { what: 'company' });
      const heldKey = record.properties[names.key] ?? '';
      const others = groups.ofCompany(record.id).filter((other) => other.conversationId !== group.conversationId);
      if (others.length > 0 || (heldKey !== '' && heldKey !== groupKey(group))) {
        const params = { company: record.properties.name ?? record.id, group: others[0]?.name ?? '' };
        throw new LumoError('GROUP_ALREADY_TIED', params);
      }
      inTransaction(storage, () => {
        const now = clock.now();
        if (group.companyId !== null && group.companyId !== record.id) {
          groups.addRemoval(group.companyId, groupKey(group), now);
        }
        groups.tie(group.conversationId, record.id, 'tied');
        companies.save(companyRecordOf(record.id, record.properties), now);
      });
      return writeNow(group);
    },
    async untie(conversationId: string): Promise<GroupRow> {
      const group = stored(conversationId);
      inTransaction(storage, () => {
        if (group.companyId !== null) groups.addRemoval(group.companyId, groupKey(group), clock.now());
        groups.untie(group.conversationId);
        if (group.companyId !== null) companies.removeUnused(group.companyId);
      });
      return writeNow(group);
    },
    async createFor(conversationId: string): Promise<GroupRow> {
      const group = stored(conversationId);
      if (!group.isMember) throw new LumoError('GROUP_GONE', { name: group.name ?? '' });
      demandScope();
      if (group.companyId !== null) return rowOf(group);
      groups.setWish(group.conversationId, 'company');
      return writeNow(group);
    },
    async syncGroups(context: RunStepContext): Promise<void> {
      const freshSince = context.run.kind === 'full' ? context.run.startedAt : clock.now() - groupFreshMs;
      groups.askAgain(freshSince);
      await before(async () => {
        context.signal.throwIfAborted();
        await readGroups(deps, parts, context.signal);
        await writer.write(context, null, freshSince);
        if (context.run.kind === 'full') await dropUnused(context.signal);
      });
      tell();
    },
    /** HubSpot said that a company changed: the one of a group is read again, also where it was merged or deleted. */
    onCompanyChanged(companyId: string): void {
      if (groups.ofCompany(companyId).length > 0) {
        companies.forgetAge(companyId);
        kick();
      } else tell();
    },
    kick,
    start(): void {
      isStopped = false;
      kick();
    },
    interrupt,
    async stop(): Promise<void> {
      isStopped = true;
      cancelTelling?.();
      await interrupt();
    },
  };
}
