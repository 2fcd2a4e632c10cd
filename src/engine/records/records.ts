import { z } from 'zod';
import type { Problem } from '../../shared/errors/error-code';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { HubSpotAccount } from '../../shared/model/account';
import type { RecordsOf } from '../../shared/model/crm';
import { contactIdSchema } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Logger } from '../core/logger';
import type { ServiceOf } from '../engine-types';
import type { HubSpotPort } from '../hubspot';
import {
  createCrmRecordRepository,
  type RecordKind,
  type RecordParent,
  type StoredRecord,
} from '../storage/crm-record-repository';
import { inTransaction, type Storage } from '../storage/storage';
import { hasUnknownStage, type KeptPipelines, keptPipelines, keptPipelinesSchema, viewRecord } from './record-view';

/** What was read is shown so long without asking again. */
const recordsFreshMs = 5 * 60_000;
const referencesFreshMs = 24 * 60 * 60_000;
/** Pipelines that lack a stage are read again, but not for every record that is opened. */
const referencesRestMs = 60_000;
/** A record with more deals or tickets than this shows so many. */
const mostRecords = 500;
const perCall = 100;
const interactive = { lane: 'interactive' } as const;

const keyOf = (parent: RecordParent): string => `${parent.kind}/${parent.id}`;
const kinds: readonly RecordKind[] = ['deal', 'ticket'];
const scopes = { deal: 'crm.objects.deals.read', ticket: 'tickets', owner: 'crm.objects.owners.read' } as const;
const ownersSchema = z.record(z.string(), z.string());

interface RecordsDeps {
  storage: Storage;
  hubSpot: HubSpotPort;
  clock: Clock;
  logger: Logger;
  events: EventBus;
  account: () => HubSpotAccount | null;
  isConnected: () => boolean;
  /** True when the connection was granted the scope. */
  hasScope: (scope: string) => boolean;
}

/** Deals and tickets of contacts and companies, read-only (B16). */
export interface Records {
  service: ServiceOf<'records'>;
  /** HubSpot said that a deal or ticket changed: it is read again when it is next looked at. */
  onRecordChanged(kind: RecordKind, id: string): void;
  /** HubSpot said that a contact or company has other deals or tickets now. */
  onAssociationsChanged(parent: RecordParent): void;
}

/**
 * Reads deals and tickets when a person looks at them, and keeps what was read for when HubSpot cannot be reached. Writes
 * nothing to HubSpot: the port has no function for that.
 */
export function createRecords(deps: RecordsDeps): Records {
  const { storage, hubSpot, clock, events } = deps;
  const stored = createCrmRecordRepository(storage);
  const underWay = new Map<string, Promise<Problem | null>>();
  /** Records of which HubSpot said something new while they were being read: what was read may be from before. */
  const overtaken = new Set<string>();

  const isFresh = (parent: RecordParent, kind: RecordKind): boolean => {
    const state = stored.readState(parent, kind);
    return state !== null && !state.isStale && clock.now() - state.readAt < recordsFreshMs;
  };

  const readPipelines = async (kind: RecordKind, records: readonly StoredRecord[]): Promise<void> => {
    const name = `pipelines/${kind}`;
    const held = stored.reference(name, keptPipelinesSchema);
    const age = held === null ? Number.POSITIVE_INFINITY : clock.now() - held.readAt;
    const lacks = held !== null && records.some((record) => hasUnknownStage(kind, record, held.value));
    if (age < referencesFreshMs && !(lacks && age > referencesRestMs)) return;
    const pipelines = await hubSpot.records.pipelines(kind, interactive);
    stored.saveReference(name, keptPipelines(pipelines), clock.now());
  };

  /** Names of owners are an extra: without them a record is shown all the same. */
  const readOwners = async (records: readonly StoredRecord[]): Promise<void> => {
    if (!deps.hasScope(scopes.owner)) return;
    const ids = records.flatMap((record) => record.properties.hubspot_owner_id || []);
    const held = stored.reference('owners', ownersSchema);
    const age = held === null ? Number.POSITIVE_INFINITY : clock.now() - held.readAt;
    const lacks = ids.some((id) => held?.value[id] === undefined);
    if (ids.length === 0 || (age < referencesFreshMs && !(lacks && age > referencesRestMs))) return;
    try {
      stored.saveReference('owners', await hubSpot.records.ownerNames(interactive), clock.now());
    } catch (error) {
      if (!(error instanceof LumoError)) throw error;
      deps.logger.warn('owners could not be read', { error });
    }
  };

  const readKind = async (parent: RecordParent, kind: RecordKind): Promise<void> => {
    const at = clock.now();
    const ids = await hubSpot.records.idsOf(parent, kind, mostRecords, interactive);
    const records: StoredRecord[] = [];
    for (let i = 0; i < ids.length; i += perCall) {
      records.push(...(await hubSpot.records.read(kind, ids.slice(i, i + perCall), interactive)));
    }
    if (records.length > 0) await readPipelines(kind, records);
    await readOwners(records);
    inTransaction(storage, () => stored.save(parent, kind, records, at));
  };

  /** Reads what is not fresh; answers why something could not be read. */
  const refresh = async (parent: RecordParent, isForced: boolean): Promise<Problem | null> => {
    if (!deps.isConnected()) return { code: 'HUBSPOT_NOT_CONNECTED', params: {} };
    const missing: string[] = [];
    let problem: Problem | null = null;
    for (const kind of kinds) {
      if (!deps.hasScope(scopes[kind])) {
        missing.push(scopes[kind]);
        continue;
      }
      if (!isForced && isFresh(parent, kind)) continue;
      try {
        await readKind(parent, kind);
      } catch (error) {
        if (!(error instanceof LumoError)) throw error;
        if (error.code === 'HUBSPOT_SCOPE_MISSING') missing.push(scopes[kind]);
        else problem = toProblem(error);
      }
    }
    if (problem !== null || missing.length === 0) return problem;
    return { code: 'HUBSPOT_SCOPE_MISSING', params: { scopes: missing.join(' ') } };
  };

  const view = (parent: RecordParent, problem: Problem | null): RecordsOf => {
    const owners = stored.reference('owners', ownersSchema)?.value ?? {};
    const hub = deps.account();
    // Address of a record page: HubSpot facts, section 2.7.
    const recordUrl = hub === null ? null : `https://${hub.uiDomain}/contacts/${hub.hubId}/record`;
    const viewsOf = (kind: RecordKind) => {
      const pipelines: KeptPipelines = stored.reference(`pipelines/${kind}`, keptPipelinesSchema)?.value ?? [];
      return stored
        .records(parent, kind)
        .map((record) => viewRecord(kind, record, { pipelines, owners, recordUrl }))
        .sort((a, b) => Number(a.isClosed) - Number(b.isClosed) || (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0));
    };
    const times = kinds.flatMap((kind) => stored.readState(parent, kind)?.readAt ?? []);
    return {
      deals: viewsOf('deal'),
      tickets: viewsOf('ticket'),
      readAt: times.length === 0 ? null : Math.min(...times),
      problem,
    };
  };

  /** One reading of a record at a time; whoever asks meanwhile gets the same. */
  const recordsOf = async (parent: RecordParent, isForced: boolean): Promise<RecordsOf> => {
    const key = keyOf(parent);
    const reading =
      underWay.get(key) ??
      refresh(parent, isForced).finally(() => {
        underWay.delete(key);
        if (overtaken.delete(key)) tellChanged(parent);
      });
    underWay.set(key, reading);
    return view(parent, await reading);
  };

  const tellChanged = (parent: RecordParent): void => {
    stored.markStale(parent);
    if (underWay.has(keyOf(parent))) {
      overtaken.add(keyOf(parent));
      return;
    }
    if (parent.kind === 'contact') {
      events.emit({ type: 'contactChanged', contactId: contactIdSchema.parse(parent.id) });
    } else events.emit({ type: 'stale', topics: ['companies'] });
  };

  return {
    service: {
      ofContact: ({ contactId, isForced }) => recordsOf({ kind: 'contact', id: contactId }, isForced),
      ofCompany: ({ companyId, isForced }) => recordsOf({ kind: 'company', id: companyId }, isForced),
    },
    onRecordChanged(kind, id) {
      for (const parent of stored.parentsOf(kind, id)) tellChanged(parent);
    },
    onAssociationsChanged: tellChanged,
  };
}
