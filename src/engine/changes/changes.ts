import type { HubSpotRelayEvent } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import { createHubSpotChangeRepository, type HubSpotChange } from '../storage/hubspot-change-repository';
import { inTransaction, type Storage } from '../storage/storage';
import type { RecordChanges } from '../sync';
import { type KeyedChange, readChanges } from './change-event';

/** A burst is worked off once nothing came for this long ... */
const quietMs = 1_000;
/** ... and at the latest after this. */
const patienceMs = 5_000;
/** After a failure it is tried again this often; what became reachable wakes it sooner. */
const retryMs = 60_000;
const roundSize = 2_000;
/** HubSpot sends an event again for a day (HubSpot facts, section 11.4): so long it has to be recognised. */
const keptMs = 3 * 24 * 60 * 60_000;
const forgottenAtOnce = 5_000;

export interface ChangesDeps {
  storage: Storage;
  clock: Clock;
  logger: Logger;
  /** HubSpot's id of the connected account; events of another one are not ours. */
  hubId: () => string | null;
  isConnected: () => boolean;
  apply: RecordChanges['apply'];
  /** A deal, ticket or company changed: what shows it has to read it again. Called once per record and burst. */
  onRecordChanged: (kind: 'company' | 'deal' | 'ticket', id: string) => void;
  /** A contact or company may have other companies, deals or tickets now. */
  onAssociationsChanged: (parent: { kind: 'contact' | 'company'; id: string }) => void;
}

/** Change events from HubSpot: stored with the relay's cursor, worked off in bursts (B8). */
export interface Changes {
  /** Stores the events of one webhook body. Inside the intake's transaction. */
  take(event: HubSpotRelayEvent): void;
  /** Reads contacts again as if HubSpot had told of them; kept over a restart. May be part of a transaction. */
  readAgain(contactIds: readonly string[]): void;
  /** When the last event came; null = never. */
  lastEventAt(): number | null;
  start(): void;
  /** HubSpot is reachable again: what waits is tried at once. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Works off what HubSpot pushed. stored (in the intake's transaction, each event once) -> open -> read by record, all
 * events of one record together -> taken, in the transaction of the record's new values. A kill in between has the open
 * ones done again, which changes nothing: not the events are applied, but the records as they are read then; so their
 * order does not matter either.
 */
export function createChanges(deps: ChangesDeps): Changes {
  const { clock, logger, storage } = deps;
  const changes = createHubSpotChangeRepository(storage);
  let isStopped = true;
  let firstAt: number | null = null;
  let cancelTimer: (() => void) | null = null;
  let working: Promise<void> | null = null;

  const schedule = (waitMs: number): void => {
    cancelTimer?.();
    cancelTimer = clock.after(waitMs, () => {
      cancelTimer = null;
      work();
    });
  };

  const work = (): void => {
    if (isStopped || working !== null) return;
    if (!deps.isConnected()) {
      if (changes.hasOpen()) schedule(retryMs);
      return;
    }
    firstAt = null;
    working = workOff()
      .catch((error: unknown) => {
        if (isStopped) return;
        logger.warn('changes from HubSpot could not be applied; they are tried again', { error });
        schedule(retryMs);
      })
      .finally(() => {
        working = null;
        if (firstAt !== null && cancelTimer === null) schedule(quietMs);
      });
  };

  const workOff = async (): Promise<void> => {
    for (let rows = changes.open(roundSize); rows.length > 0 && !isStopped; rows = changes.open(roundSize)) {
      await workRound(rows);
    }
    let forgotten = forgottenAtOnce;
    while (!isStopped && forgotten === forgottenAtOnce) {
      forgotten = changes.forgetBefore(clock.now() - keptMs, forgottenAtOnce);
      await Promise.resolve();
    }
  };

  const workRound = async (rows: readonly (HubSpotChange & { id: number })[]): Promise<void> => {
    const open = new Map<number, Set<string>>(
      rows.map((row) => [row.id, new Set(row.recordIds.map((id) => `${row.kind}/${id}`))]),
    );
    /** An event is done when all its records are. Inside the transaction that took them. */
    const close = (kind: string, ids: readonly string[]): void => {
      const done: number[] = [];
      for (const [id, records] of open) {
        for (const recordId of ids) records.delete(`${kind}/${recordId}`);
        if (records.size > 0) continue;
        open.delete(id);
        done.push(id);
      }
      if (done.length > 0) changes.close(done, clock.now());
    };
    const { contactIds, erasedIds, announcedGone, companyIds, others, associated } = coalesce(rows);
    await deps.apply(
      { contactIds, erasedIds, announcedGone, companyIds },
      {
        erased: (ids) => close('contact', ids),
        contacts: (ids) => close('contact', ids),
        companies: (ids) => close('company', ids),
      },
    );
    for (const id of companyIds) deps.onRecordChanged('company', id);
    for (const { kind, id } of others) deps.onRecordChanged(kind, id);
    for (const parent of associated) deps.onAssociationsChanged(parent);
    inTransaction(storage, () => changes.close([...open.keys()], clock.now()));
  };

  const store = (found: readonly KeyedChange[]): void => {
    const at = clock.now();
    // All of them: each is a row of its own.
    const isNew = found.filter(({ key, change }) => changes.add(key, change, at)).length > 0;
    if (!isNew) return;
    firstAt ??= at;
    // The transaction that this is part of ends before any timer.
    if (!isStopped) schedule(Math.max(0, Math.min(quietMs, firstAt + patienceMs - at)));
  };

  return {
    take(event) {
      const hubId = deps.hubId();
      if (hubId === null || event.portalId === hubId) store(readChanges(bodyOf(event)));
    },
    readAgain(contactIds) {
      const occurredAt = clock.now();
      const change = (id: string) => ({
        kind: 'contact' as const,
        change: 'restore' as const,
        recordIds: [id],
        occurredAt,
      });
      store(contactIds.map((id) => ({ key: `again/${id}/${occurredAt}`, change: change(id) })));
    },
    lastEventAt: changes.newestAt,
    start() {
      isStopped = false;
      if (changes.hasOpen()) schedule(0);
    },
    wake() {
      if (!isStopped && working === null && changes.hasOpen()) schedule(0);
    },
    async stop() {
      isStopped = true;
      cancelTimer?.();
      cancelTimer = null;
      await working;
    },
  };
}

/** All events of one record together: what happened to it is what it is read as now. */
function coalesce(rows: readonly HubSpotChange[]) {
  const contactIds = new Set<string>();
  const erasedIds = new Set<string>();
  const announcedGone = new Set<string>();
  const companyIds = new Set<string>();
  const others = new Map<string, { kind: 'deal' | 'ticket'; id: string }>();
  const associated = new Map<string, { kind: 'contact' | 'company'; id: string }>();
  for (const { kind, change, recordIds } of rows) {
    for (const id of recordIds) {
      // A merge and a restore bring deals and tickets along.
      const isMoved = change === 'associationChange' || change === 'merge' || change === 'restore';
      if (isMoved && (kind === 'contact' || kind === 'company')) associated.set(`${kind}/${id}`, { kind, id });
      if (kind === 'deal' || kind === 'ticket') others.set(`${kind}/${id}`, { kind, id });
      else if (kind === 'company') companyIds.add(id);
      else if (change === 'privacyDeletion') erasedIds.add(id);
      else contactIds.add(id);
      if (kind === 'contact' && (change === 'deletion' || change === 'merge')) announcedGone.add(id);
    }
  }
  // Nothing of an erased person is to be read.
  for (const id of erasedIds) contactIds.delete(id);
  return {
    contactIds: [...contactIds],
    erasedIds: [...erasedIds],
    announcedGone,
    companyIds: [...companyIds],
    others: [...others.values()],
    associated: [...associated.values()],
  };
}

function bodyOf(event: HubSpotRelayEvent): unknown {
  try {
    return JSON.parse(Buffer.from(event.rawBody, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
