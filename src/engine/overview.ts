import { statfs } from 'node:fs/promises';
import type { Disconnects } from './accounts/disconnects';
import type { HubSpotAccounts } from './accounts/hubspot-accounts';
import type { LineAccounts } from './accounts/line-accounts-types';
import { createRelayHealth } from './accounts/relay-health';
import type { Chat } from './chat';
import type { Contacts } from './contacts';
import type { EventBus } from './core/event-bus';
import { createDashboard, createReachability } from './dashboard';
import type { EngineDeps } from './engine-types';
import type { HubSpotPort } from './hubspot';
import type { Intake } from './intake';
import { createDashboardCounts } from './storage/dashboard-counts';
import { createListRepository } from './storage/list-repository';
import type { openDatabase } from './storage/open-database';
import { createRelayCursorRepository } from './storage/relay-cursor-repository';
import type { Storage } from './storage/storage';
import type { Sync } from './sync';
import { createTroubleshoot } from './troubleshoot';

interface OverviewParts {
  deps: EngineDeps;
  storage: Storage;
  notice: ReturnType<typeof openDatabase>['notice'];
  events: EventBus;
  hubSpot: HubSpotPort;
  hubSpotSide: HubSpotAccounts;
  lineAccounts: LineAccounts;
  intake: Intake;
  chat: Chat;
  contacts: Contacts;
  sync: Sync;
  disconnects: Disconnects;
}

/** What looks at all the others: the dashboard, troubleshooting, the relay's health, whether anything can be reached. */
export function createOverview(parts: OverviewParts) {
  const {
    chat,
    contacts,
    deps,
    disconnects,
    events,
    hubSpot,
    hubSpotSide,
    intake,
    lineAccounts,
    notice,
    storage,
    sync,
  } = parts;
  const { clock, logger, relay } = deps;
  const relayCursor = createRelayCursorRepository(storage);
  const relayHealth = createRelayHealth({
    relay,
    clock,
    state: intake.relayState,
    lastEventAt: intake.lastEventAt,
    cursor: () => relayCursor.get(deps.workspaceId),
    onChecked: () => events.emit({ type: 'stale', topics: ['accounts', 'dashboard'] }),
  });
  const reachability = createReachability({
    clock,
    hasRelay: relay !== null,
    accounts: () => [hubSpotSide.account() ?? [], lineAccounts.reached()].flat(),
    probe: () => {
      hubSpotSide.look();
      lineAccounts.wake();
    },
  });
  const numbers = createDashboardCounts(storage);
  const dashboard = createDashboard({
    hubSpot: hubSpotSide.account,
    officialAccounts: lineAccounts.officialAccounts,
    relay: () => ({ state: intake.relayState(), lastEventAt: intake.lastEventAt() }),
    isOnline: reachability.isOnline,
    counts: () => ({
      contacts: contacts.count(),
      linkedFriends: numbers.linkedFriends(),
      ...chat.counts(),
    }),
    queues: chat.queues,
    sync: sync.dashboard,
    syncCounts: numbers.sync,
    situations: () => ({
      storageNotice: notice,
      disconnect: disconnects.progress(),
      lostCapabilities: hubSpotSide.lostCapabilities(),
      lists: numbers.lists(),
      groups: numbers.groups(),
    }),
  });
  const listRows = createListRepository(storage);
  const troubleshoot = createTroubleshoot({
    clock,
    logger,
    hubSpot: {
      account: hubSpotSide.account,
      test: hubSpotSide.test,
      api: hubSpot.account,
      usage: () => hubSpot.usage(),
    },
    line: { officialAccounts: lineAccounts.officialAccounts, test: (id) => lineAccounts.testLine({ id }) },
    relay: relayHealth,
    sync: {
      state: sync.dashboard,
      counts: numbers.sync,
      items: () => sync.mapping.items(undefined),
      contacts: contacts.count,
      intervalMinutes: () => {
        const setting = deps.syncIntervalMinutes();
        return Math.max(setting, ...lineAccounts.names().map((account) => account.syncIntervalMinutes ?? setting));
      },
      isHeld: disconnects.isHeld,
    },
    lists: listRows.all,
    freeBytes: async () => {
      const found = await statfs(deps.dataFolder).catch(() => null);
      return found === null ? null : found.bavail * found.bsize;
    },
    storageNotice: notice,
  });
  return { dashboard, reachability, relayHealth, troubleshoot };
}
