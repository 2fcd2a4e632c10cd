import { setImmediate as nextTurn } from 'node:timers/promises';
import { staleTopicSchema } from '../../shared/contract/events-contract';
import { LumoError } from '../../shared/errors/lumo-error';
import type { DisconnectRehearsal, HubSpotAccount } from '../../shared/model/account';
import { type OfficialAccountId, officialAccountIdSchema } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Logger } from '../core/logger';
import type { RelayPort } from '../relay/relay-port';
import { createConversationRepository } from '../storage/conversation-repository';
import { createDisconnectRepository, type DisconnectRecord } from '../storage/disconnect-repository';
import { Erasure, type ErasureScope } from '../storage/erasure';
import { createHubSpotAccountRepository } from '../storage/hubspot-account-repository';
import { relieveLog } from '../storage/log-relief';
import { createMetaRepository } from '../storage/meta-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { createOutboxRepository } from '../storage/outbox-repository';
import { inTransaction, type Storage } from '../storage/storage';
import type { EndedAccount } from './line-accounts-types';

/** Names what a capability has that uses what a disconnect takes; null = HubSpot with all integrations. */
export type Dependants = (officialAccountId: OfficialAccountId | null) => DisconnectRehearsal['affected'];

interface DisconnectsDeps {
  storage: Storage;
  relay: RelayPort | null;
  clock: Clock;
  logger: Logger;
  events: EventBus;
  hubSpot: { account(): HubSpotAccount | null; signOut(): Promise<void> };
  lineAccounts: { names(): EndedAccount[]; forget(botUserId: string): Promise<void> };
  /** Everything that could name something which is hit. */
  dependants: readonly Dependants[];
  /** Ends whatever reads or writes HubSpot; resolves when it has ended. Nothing of it begins while `isHeld`. */
  stopSync: () => Promise<void>;
  /** What was erased is still in the copies: they make room for one of how it is now. `note` outlives a kill, `settle` does it now. */
  erasedCopies: { note(): void; settle(): Promise<void> };
}

/** Under this key: every integration was disconnected, so nothing is read from HubSpot until there is one again. */
const noIntegrationKey = 'accounts/noIntegration';
const tellEveryMs = 500;

const accountIdOf = (id: string | null): OfficialAccountId | null =>
  id === null ? null : officialAccountIdSchema.parse(id);

/**
 * Disconnecting (A7): rehearsed -> decided (one transaction: account gone, a row says what is still to erase) -> erasing
 * (short slices, also over restarts) -> over. No call to HubSpot or LINE changes anything there; HubSpot is only asked to
 * drop the token. While it is under way, and after the last integration ended, `isHeld` keeps everything from HubSpot.
 */
export function createDisconnects(deps: DisconnectsDeps) {
  const { clock, events, logger, storage } = deps;
  const rows = createDisconnectRepository(storage);
  const meta = createMetaRepository(storage);
  const accounts = createOfficialAccountRepository(storage);
  let working: Promise<void> | null = null;
  let isDeciding = false;
  let isStopped = false;
  let hasNoIntegration = meta.get(noIntegrationKey) !== null;
  let underWay = rows.get();

  const scopeOf = (id: string | null): { scope: ErasureScope; account: EndedAccount | null } => {
    if (id === null) {
      if (deps.hubSpot.account() === null) throw new LumoError('HUBSPOT_NOT_CONNECTED');
      return { scope: { botUserId: null, sequenceNumber: null, isEverything: true }, account: null };
    }
    const connected = deps.lineAccounts.names();
    const account = connected.find((candidate) => candidate.botUserId === id);
    if (account === undefined) throw new LumoError('LINE_NOT_CONNECTED');
    const { botUserId, sequenceNumber } = account;
    return { scope: { botUserId, sequenceNumber, isEverything: connected.length === 1 }, account };
  };

  const rehearse = async (id: OfficialAccountId | null): Promise<DisconnectRehearsal> => {
    const { scope, account } = scopeOf(id);
    const fieldValues = scope.isEverything ? await rows.fieldValues(nextTurn) : 0;
    const queued = id === null ? 0 : rows.queuedMessages(id).length;
    const outbox = { kind: 'outbox', name: account?.displayName ?? '', count: queued } as const;
    const name = account?.displayName ?? '';
    const asked = { kind: 'linkRequest', name, count: rows.openLinkRequests(id) } as const;
    const affected = [outbox, asked, ...deps.dependants.flatMap((find) => find(id))].filter((found) => found.count > 0);
    const finding = {
      officialAccountId: id,
      deletes: await rows.deletes(scope, fieldValues, nextTurn),
      affected,
      sequenceNumber: account?.sequenceNumber ?? null,
    };
    return { ...finding, token: rows.fingerprint(finding), keeps: rows.keeps(id) };
  };

  /** From here on there is no way back: the account is gone for everything else, and the row says what is left to do. */
  const decide = (id: OfficialAccountId | null): DisconnectRecord => {
    const { scope, account } = scopeOf(id);
    const hub = deps.hubSpot.account();
    const record = {
      botUserId: id,
      sequenceNumber: scope.sequenceNumber,
      hubId: id === null ? (hub?.hubId ?? null) : null,
      name: account?.displayName ?? hub?.name ?? '',
      erasesContacts: scope.isEverything,
      total: new Erasure(storage, scope).total(),
    };
    inTransaction(storage, () => {
      rows.begin(record, clock.now());
      if (record.erasesContacts) rows.endRuns(clock.now());
      if (id === null) {
        createHubSpotAccountRepository(storage).remove();
        meta.delete(noIntegrationKey);
        return;
      }
      accounts.disconnect(id, clock.now());
      // what still waits must not go out by itself when the account is connected again
      const outbox = createOutboxRepository(storage);
      const conversations = createConversationRepository(storage);
      for (const message of rows.queuedMessages(id)) {
        outbox.fail({ id: message.id, bundleId: null }, { code: 'LINE_NOT_CONNECTED', params: {} });
        conversations.countFailed(message.conversationId);
      }
      if (scope.isEverything) meta.set(noIntegrationKey, String(clock.now()));
    });
    hasNoIntegration = meta.get(noIntegrationKey) !== null;
    return { ...record, done: 0 };
  };

  /** What else knows the account forgets it. Repeatable. */
  const forget = async ({ botUserId, hubId }: DisconnectRecord): Promise<void> => {
    if (botUserId !== null) {
      await deps.lineAccounts.forget(botUserId);
      return;
    }
    await deps.hubSpot.signOut();
    if (hubId === null) return;
    await deps.relay?.removePortal(hubId).catch((error: unknown) => {
      logger.warn('the relay did not forget the HubSpot account', { error });
    });
  };

  const erase = async (record: DisconnectRecord): Promise<void> => {
    const { botUserId, erasesContacts, sequenceNumber } = record;
    const erasure = new Erasure(storage, { botUserId, sequenceNumber, isEverything: erasesContacts });
    let toldAt = Number.NEGATIVE_INFINITY;
    let looked = 0;
    for (const rowsLooked of erasure.slices()) {
      looked += rowsLooked;
      record.done = Math.min(looked, record.total);
      if (clock.now() - toldAt >= tellEveryMs) {
        toldAt = clock.now();
        rows.progress(record.done);
        events.emit({ type: 'stale', topics: ['dashboard', 'accounts'] });
      }
      await relieveLog(storage);
      await nextTurn();
      if (isStopped) return;
    }
    inTransaction(storage, () => {
      rows.end();
      deps.erasedCopies.note();
    });
    underWay = null;
    await deps.erasedCopies.settle();
  };

  const work = (record: DisconnectRecord): Promise<void> => {
    underWay = record;
    working ??= forget(record)
      .then(() => (isStopped ? undefined : erase(record)))
      .finally(() => {
        working = null;
        events.emit({ type: 'stale', topics: [...staleTopicSchema.options] });
      });
    return working;
  };

  return {
    /** @throws LumoError HUBSPOT_NOT_CONNECTED, LINE_NOT_CONNECTED */
    rehearseDisconnect: ({ id }: { id: string | null }) => rehearse(accountIdOf(id)),
    /** Resolves when everything is gone. @throws LumoError DISCONNECT_STALE, HUBSPOT_NOT_CONNECTED, LINE_NOT_CONNECTED; then nothing was deleted */
    async disconnect(input: { id: string | null; token: string }): Promise<void> {
      const id = accountIdOf(input.id);
      await working;
      isDeciding = true;
      try {
        await deps.stopSync();
        const found = await rehearse(id);
        if (found.token !== input.token) throw new LumoError('DISCONNECT_STALE');
        underWay = decide(id);
      } finally {
        isDeciding = false;
      }
      events.emit({ type: 'stale', topics: ['accounts', 'setup', 'dashboard', 'conversations'] });
      await work(underWay);
    },
    /** True while nothing may be read from HubSpot or written there. */
    isHeld: (): boolean => isDeciding || underWay !== null || hasNoIntegration,
    /** @throws LumoError DISCONNECT_RUNNING, LINE_NOT_CONNECTED when nothing may be read from HubSpot now, and why */
    requireIntegration(): void {
      if (underWay !== null) {
        const { name, done, total } = underWay;
        throw new LumoError('DISCONNECT_RUNNING', { name, done, total });
      }
      if (hasNoIntegration) throw new LumoError('LINE_NOT_CONNECTED');
    },
    /** For the dashboard; null = none is under way. */
    progress: (): Pick<DisconnectRecord, 'name' | 'done' | 'total'> | null => underWay,
    /** An Official Account was connected: true when everything is to be read from HubSpot again. */
    integrationMade(): boolean {
      if (!hasNoIntegration) return false;
      meta.delete(noIntegrationKey);
      hasNoIntegration = false;
      return true;
    },
    /** Resolves when no disconnect is under way. */
    async settled(): Promise<void> {
      await working;
    },
    /** Goes on with what a crash or a stop left. */
    start(): void {
      isStopped = false;
      if (underWay === null) return;
      work(underWay).catch((error: unknown) => logger.error('a disconnect could not go on', { error }));
    },
    async stop(): Promise<void> {
      isStopped = true;
      await working?.catch(() => undefined);
    },
  };
}
export type Disconnects = ReturnType<typeof createDisconnects>;
