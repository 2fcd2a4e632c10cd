import { join } from 'node:path';
import { officialAccountIdSchema } from '../shared/model/ids';
import { createHubSpotAccounts } from './accounts/hubspot-accounts';
import { createLineAccounts } from './accounts/line-accounts';
import type { LineAccounts } from './accounts/line-accounts-types';
import { createChat } from './chat';
import { createContacts } from './contacts';
import { createEventBus } from './core/event-bus';
import { notBuilt } from './core/not-built';
import { createDashboard, createReachability } from './dashboard';
import type { Engine, EngineDeps } from './engine-types';
import { createFriends, type Friends } from './friends';
import { createHubSpotPort } from './hubspot';
import { createIntake, type Intake } from './intake';
import { createJobRunner } from './jobs/job-runner';
import { createLinePort } from './line';
import { createLinks } from './links';
import { createPictures } from './pictures';
import { createSearch } from './search';
import { backupInBackground } from './storage/backup';
import { createDashboardCounts } from './storage/dashboard-counts';
import { createHubSpotAccountRepository } from './storage/hubspot-account-repository';
import { endLogRelief } from './storage/log-relief';
import { openDatabase } from './storage/open-database';
import { createSync } from './sync';

export { systemClock } from './core/clock';
export { createIds } from './core/ids';
export type { Logger } from './core/logger';
export { createLogger } from './core/logger';
export type { SecretStore } from './core/secret-store';
export type { Engine, EngineDeps, ProviderEndpoints, ServiceOf } from './engine-types';
export { realEndpoints } from './engine-types';
export { createRelayClient } from './relay/relay-client';

const dayMs = 24 * 60 * 60_000;

/**
 * Builds the product without a screen from what it needs. Nothing runs before `start`.
 * @throws LumoError STORAGE_NEWER, STORAGE_FULL
 */
export function createEngine(deps: EngineDeps): Engine {
  const { clock, ids, random, logger, secrets, relay } = deps;
  const backupFolder = join(deps.dataFolder, 'backups');
  const path = join(deps.dataFolder, 'lumo.db');
  const { database: storage, notice } = openDatabase({ path, backupFolder, clock, logger });
  const events = createEventBus();

  const hubSpotAccounts = createHubSpotAccountRepository(storage);
  const hubSpot = createHubSpotPort({
    clock,
    random,
    logger,
    secrets,
    apiUrl: deps.endpoints.hubSpotApi,
    app: deps.hubSpotApp,
    limits: deps.hubSpotLimits,
    timeZone: () => hubSpotAccounts.get()?.timeZone ?? 'UTC',
    onHealth: (report) => hubSpotSide.noteHealth(report),
  });
  const registerPortal = (portalId: string): void => {
    relay?.registerPortal({ portalId }).catch((error: unknown) => {
      logger.warn('the relay did not take the HubSpot account', { error });
    });
  };
  const hubSpotSide = createHubSpotAccounts({
    hubSpot,
    accounts: hubSpotAccounts,
    clock,
    logger,
    events,
    appUrl: deps.endpoints.hubSpotApp,
    clientId: deps.hubSpotApp.clientId,
    redirectPort: deps.redirectPort,
    openSignIn: deps.openSignIn,
    onConnected: async (account) => {
      registerPortal(account.hubId);
      // a run that was left open goes on before anything else is asked for
      sync.look();
      await sync.prepareAccount();
    },
  });

  const pictures = createPictures({ storage, folder: join(deps.dataFolder, 'pictures'), now: clock.now, logger });
  const contacts = createContacts({ storage, clock, account: hubSpotSide.account });
  const links = createLinks({
    storage,
    clock,
    events,
    searchContacts: contacts.searchContacts,
    contactRow: contacts.contactRow,
  });
  const sync = createSync({
    storage,
    hubSpot,
    clock,
    ids,
    logger,
    events,
    officialAccounts: () =>
      lineAccounts.officialAccounts().map(({ id, displayName, sequenceNumber }) => ({
        botUserId: id,
        displayName,
        sequenceNumber,
      })),
    isConnected: hubSpotSide.isConnected,
    syncIntervalMinutes: deps.syncIntervalMinutes,
    restoreLink: links.restoreLink,
    // Profiles are read in the background at LINE's pace; a run only makes sure that it is under way.
    refreshFriends: async () => friends.kick(),
    syncLists: async () => undefined,
    syncGroups: async () => undefined,
  });

  const line = createLinePort({ ...deps.endpoints, clock, logger });
  const lineAccounts: LineAccounts = createLineAccounts({
    storage,
    line,
    relay,
    secrets,
    suggestedChannelSecrets: deps.suggestedChannelSecrets,
    clock,
    logger,
    events,
    ensureLineProperties: sync.ensureLineProperties,
    offerPicture: pictures.offer,
    replayParked: (botUserId) => intake.replayParked(botUserId),
    onConnected: (botUserId) => {
      friends.discover(botUserId);
      chat.wake();
    },
  });
  const friends: Friends = createFriends({ storage, clock, logger, events, channel: lineAccounts.channel });
  const chat = createChat({
    storage,
    relay,
    clock,
    ids,
    random,
    logger,
    events,
    channel: lineAccounts.channel,
    mediaFolder: join(deps.dataFolder, 'media'),
    mediaUrl: deps.mediaUrl,
    contactDetail: contacts.contactDetail,
  });
  const intake: Intake = createIntake({
    storage,
    relay,
    workspaceId: deps.workspaceId,
    secrets,
    clock,
    ids,
    logger,
    events,
    onMediaWaiting: chat.kickMedia,
    onFilesUnused: chat.removeFiles,
    onPeopleWaiting: friends.kick,
    onRelayState: (state) => {
      reachability.noteRelay(state);
      events.emit({ type: 'stale', topics: ['dashboard'] });
      if (state === 'live') {
        wake();
        chat.shareSent();
      }
      if (state === 'live' || state === 'offline') events.emit({ type: 'online', isOnline: reachability.isOnline() });
    },
  });

  const reachability = createReachability({
    clock,
    hasRelay: relay !== null,
    accounts: () => [hubSpotSide.account() ?? [], lineAccounts.officialAccounts()].flat(),
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
      friends: numbers.friends(),
      linkedFriends: numbers.linkedFriends(),
      ...chat.counts(),
    }),
    queues: chat.queues,
    sync: sync.dashboard,
    syncCounts: () => ({ failing: 0, excluded: 0, unlinkedFriends: 0, pendingWrites: 0 }),
    storageNotice: notice,
  });
  const jobs = createJobRunner({
    storage,
    clock,
    ids,
    logger,
    jobs: [
      {
        kind: 'dailyBackup',
        everyMs: dayMs,
        run: async () => {
          await backupInBackground(storage, backupFolder, clock.now());
          storage.pragma('optimize');
        },
      },
    ],
  });

  /** What waits for the network tries at once. */
  const wake = (): void => {
    hubSpot.wake();
    hubSpotSide.look();
    lineAccounts.wake();
    friends.wake();
    chat.wake();
    sync.look();
    jobs.look();
  };

  const notYet = notBuilt<Engine['accounts']>('accounts');
  const laterAccounts = {
    testRelay: notYet.testRelay,
    relay: notYet.relay,
    saveIntegration: notYet.saveIntegration,
    rehearseDisconnect: notYet.rehearseDisconnect,
    disconnect: notYet.disconnect,
  };

  return {
    accounts: {
      ...laterAccounts,
      testHubSpot: hubSpotSide.test,
      testLine: ({ id }) => lineAccounts.testLine({ id: officialAccountIdSchema.parse(id) }),
    },
    dashboard: { state: dashboard.state },
    sync: sync.service,
    mapping: sync.mapping,
    repair: notBuilt('repair'),
    lists: notBuilt('lists'),
    companies: notBuilt('companies'),
    records: notBuilt('records'),
    troubleshoot: notBuilt('troubleshoot'),
    exportHistory: () => {
      throw new Error('exportHistory is not built');
    },
    contacts: contacts.service,
    links: links.service,
    chat: chat.service,
    search: createSearch({ storage, mediaUrl: deps.mediaUrl, searchContacts: contacts.searchContacts }),
    setup: {
      checkLine: lineAccounts.checkLine,
      connectLine: lineAccounts.connectLine,
      saveProperties: sync.saveProperties,
      hubSpotState: hubSpotSide.state,
      officialAccounts: lineAccounts.officialAccounts,
      connectHubSpot: hubSpotSide.connect,
      connectHubSpotToken: notBuilt<Engine['setup']>('setup').connectHubSpotToken,
      cancelHubSpot: hubSpotSide.cancel,
      startFirstSync: async () => sync.startFirstSync(),
    },
    picture: pictures.read,
    storageNotice: notice,
    subscribe: events.subscribe,
    async start() {
      if (notice !== null) sync.needFull();
      const account = hubSpotSide.account();
      if (account !== null) registerPortal(account.hubId);
      hubSpotSide.look();
      lineAccounts.start();
      intake.start();
      friends.start();
      chat.start();
      sync.start();
      jobs.start();
    },
    wake() {
      relay?.wake();
      wake();
    },
    rescheduleSync: sync.look,
    async stop() {
      await Promise.all([
        hubSpotSide.stop(),
        sync.stop(),
        jobs.stop(),
        intake.stop(),
        friends.stop(),
        chat.stop(),
        lineAccounts.stop(),
      ]);
      await endLogRelief(storage);
      storage.close();
    },
  };
}
