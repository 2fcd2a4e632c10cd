/** Long because the whole engine is put together here, in one place: what needs what can be read from top to bottom. */
import { join } from 'node:path';
import { officialAccountIdSchema } from '../shared/model/ids';
import { createDisconnects } from './accounts/disconnects';
import { createHubSpotAccounts } from './accounts/hubspot-accounts';
import { createLineAccounts } from './accounts/line-accounts';
import type { LineAccounts } from './accounts/line-accounts-types';
import { createChanges, createErasedCopies } from './changes';
import { createChat, createPlanSharing } from './chat';
import { type Companies, createCompanies } from './companies';
import { createContacts } from './contacts';
import { createEventBus } from './core/event-bus';
import type { Engine, EngineDeps } from './engine-types';
import { createFriends, type Friends } from './friends';
import { createHistory } from './history';
import { createHubSpotPort } from './hubspot';
import { createIntake, type Intake } from './intake';
import { createJobRunner } from './jobs/job-runner';
import { createLinePort } from './line';
import { createLinks } from './links';
import { createLists } from './lists';
import { createOverview } from './overview';
import { createPictures } from './pictures';
import { createRecords } from './records';
import { createRepair } from './repair';
import { createSearch } from './search';
import { backupInBackground, replaceBackups } from './storage/backup';
import { createHubSpotAccountRepository } from './storage/hubspot-account-repository';
import { endLogRelief } from './storage/log-relief';
import { createMetaRepository } from './storage/meta-repository';
import { openDatabase } from './storage/open-database';
import { createPropertyRepository } from './storage/property-repository';
import { refreshStatistics } from './storage/table-statistics';
import { createSync } from './sync';
import { contactType } from './sync/contact-properties';
import { linePropertyName, linePropertyValues } from './sync/line-properties';
import { createTeam } from './team';

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

  const meta = createMetaRepository(storage);
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
    usageStore: { read: () => meta.get('hubspot/calls'), write: (text) => meta.set('hubspot/calls', text) },
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
    hasRelay: relay !== null,
    settled: () => disconnects.settled(),
    openSignIn: deps.openSignIn,
    onConnected: async (account) => {
      registerPortal(account.hubId);
      // a run that was left open goes on before anything else is asked for
      sync.look();
      changes.wake();
      await sync.prepareAccount();
    },
  });

  /** False also while a disconnect is under way: nothing is read from HubSpot then, or written there. */
  const isConnected = (): boolean => hubSpotSide.isConnected() && !disconnects.isHeld();

  const pictures = createPictures({ storage, folder: join(deps.dataFolder, 'pictures'), now: clock.now, logger });
  const contacts = createContacts({
    storage,
    clock,
    events,
    account: hubSpotSide.account,
    fields: () => sync.fields,
    listsOf: (id) => lists.listsOf(id),
  });
  const propertyRows = createPropertyRepository(storage);
  const links = createLinks({
    storage,
    clock,
    ids,
    logger,
    events,
    searchContacts: contacts.searchContacts,
    contactRow: contacts.contactRow,
    hubSpot,
    isHubSpotConnected: isConnected,
    onWritesWaiting: () => sync.writeSoon(),
    onChangesWaiting: () => changes.wake(),
    ensureLineProperties: (account) => sync.ensureLineProperties(account),
    linePropertyName,
    lineValues: (link) => {
      const type = propertyRows.get(contactType, linePropertyName(link.sequenceNumber, 'tags'))?.type;
      return linePropertyValues(link, type === 'string');
    },
    share: (link) => {
      const isByPerson = link.contactId === null || link.origin === 'matchedByHand';
      team.make({ kind: 'link', ...link, at: clock.now(), by: isByPerson ? team.me().agentId : null });
    },
    channel: (botUserId) => lineAccounts.channel(botUserId),
    relay,
    sendPrepared: (message) => chat.sendPrepared(message),
    discardMessage: (message) => chat.service.discard(message),
  });
  const { hasScope } = hubSpotSide;
  const lists = createLists({ storage, hubSpot, clock, logger, events, isConnected, hasScope });
  const records = createRecords({
    storage,
    hubSpot,
    clock,
    logger,
    events,
    account: hubSpotSide.account,
    isConnected,
    hasScope,
  });
  const sync = createSync({
    storage,
    hubSpot,
    clock,
    ids,
    logger,
    events,
    officialAccounts: () => lineAccounts.names(),
    isConnected,
    syncIntervalMinutes: deps.syncIntervalMinutes,
    restoreLink: links.restoreLink,
    formerNumbers: links.formerNumbers,
    onPeopleErased: () => erasedCopies.note(),
    // Profiles are read in the background at LINE's pace; a run only makes sure that it is under way.
    refreshFriends: async () => friends.kick(),
    makeContacts: links.retryCreations,
    syncLists: lists.syncLists,
    syncGroups: (context) => companies.syncGroups(context),
  });

  const history = createHistory({ storage, clock });
  const erasedCopies = createErasedCopies({
    meta,
    clock,
    logger,
    replaceBackups: () => replaceBackups(storage, backupFolder, clock.now()),
  });
  const changes = createChanges({
    storage,
    clock,
    logger,
    hubId: () => hubSpotSide.account()?.hubId ?? null,
    isConnected,
    apply: sync.changes.apply,
    onRecordChanged: (kind, id) => {
      if (kind === 'company') companies.onCompanyChanged(id);
      else records.onRecordChanged(kind, id);
    },
    onAssociationsChanged: records.onAssociationsChanged,
  });

  const repair = createRepair({ storage, clock, events, ...sync.repair, readAgain: changes.readAgain });

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
      team.tellAccounts();
      chat.wake();
      if (!disconnects.integrationMade()) return;
      sync.needFull();
      sync.startFirstSync();
    },
    settled: () => disconnects.settled(),
    onSwitched: () => {
      sync.look();
      companies.kick();
    },
  });
  const disconnects = createDisconnects({
    storage,
    relay,
    clock,
    logger,
    events,
    hubSpot: hubSpotSide,
    lineAccounts,
    dependants: [],
    stopSync: async () => {
      await sync.service.cancelDryRun(undefined).catch(() => undefined);
      await sync.service.cancel(undefined).catch(() => undefined);
      await sync.settled();
      await Promise.all([sync.interruptChanges(), lists.interrupt(), companies.interrupt(), links.interrupt()]);
    },
    erasedCopies,
  });
  const companies: Companies = createCompanies({
    storage,
    hubSpot,
    clock,
    logger,
    events,
    channel: lineAccounts.channel,
    account: hubSpotSide.account,
    isConnected,
    hasScope,
    syncsGroups: (botUserId) =>
      lineAccounts.officialAccounts().find(({ id }) => id === botUserId)?.syncsGroups ?? false,
  });
  const friends: Friends = createFriends({ storage, clock, logger, events, channel: lineAccounts.channel });
  const team = createTeam({
    storage,
    relay,
    workspaceId: deps.workspaceId,
    clock,
    ids,
    random,
    logger,
    events,
    agentName: deps.agentName,
    ...(deps.saveAgentName === undefined ? {} : { saveAgentName: deps.saveAgentName }),
    onLinksTaken: () => links.kick(),
    foreign: {
      takePlan: (change) => chat.takePlan(change),
      takeLink: links.takeLink,
      takeTags: links.takeTags,
    },
    onPlansTaken: () => chat.kickOutgoing(),
    onPeopleWaiting: () => friends.kick(),
    onWritesWaiting: () => sync.writeSoon(),
  });
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
    offerPicture: pictures.offer,
    stickerShop: deps.endpoints.lineShop ?? null,
    hasReadReceipts: deps.hasReadReceipts,
    contactDetail: contacts.contactDetail,
    team: team.chat,
    agent: () => ({ id: team.me().agentId, name: team.me().name }),
    relayState: () => (relay === null ? null : intake.relayState()),
    plans: createPlanSharing(relay, clock, team),
    undoSeconds: deps.undoSeconds,
    outgoingFolder: join(deps.dataFolder, 'outgoing'),
    outgoingUrl: deps.outgoingUrl,
  });
  const intake: Intake = createIntake({
    onHubSpotEvent: changes.take,
    team,
    onLogLost: sync.reconcileSoon,
    storage,
    relay,
    workspaceId: deps.workspaceId,
    secrets,
    clock,
    ids,
    logger,
    events,
    links,
    onLinksTaken: links.kick,
    onMediaWaiting: chat.kickMedia,
    onFilesUnused: chat.removeFiles,
    onPeopleWaiting: friends.kick,
    onGroupsChanged: companies.kick,
    onMembersWaiting: chat.kickMembers,
    onRelayState: (state) => {
      reachability.noteRelay(state);
      team.onRelayState(state);
      events.emit({ type: 'stale', topics: ['dashboard'] });
      if (state === 'live') {
        wake();
        chat.shareSent();
      }
      if (state === 'live' || state === 'offline') events.emit({ type: 'online', isOnline: reachability.isOnline() });
    },
  });

  const { dashboard, reachability, relayHealth, troubleshoot } = createOverview({
    deps,
    storage,
    notice,
    events,
    hubSpot,
    hubSpotSide,
    lineAccounts,
    intake,
    chat,
    contacts,
    sync,
    disconnects,
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
          refreshStatistics(storage, false);
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
    lists.wake();
    companies.wake();
    chat.wake();
    team.wake();
    links.wake();
    sync.look();
    changes.wake();
    jobs.look();
  };

  return {
    accounts: {
      testHubSpot: hubSpotSide.test,
      testLine: ({ id }) => lineAccounts.testLine({ id: officialAccountIdSchema.parse(id) }),
      testRelay: relayHealth.test,
      relay: async () => relayHealth.view(),
      saveIntegration: ({ id, patch }) =>
        lineAccounts.saveIntegration({ id: officialAccountIdSchema.parse(id), patch }),
      rehearseDisconnect: disconnects.rehearseDisconnect,
      disconnect: disconnects.disconnect,
    },
    dashboard: { state: dashboard.state },
    sync: {
      ...sync.service,
      ...history.service,
      usage: () => hubSpot.usage(),
      start: async (input) => {
        disconnects.requireIntegration();
        return sync.service.start(input);
      },
    },
    mapping: sync.mapping,
    repair: repair.service,
    lists: lists.service,
    companies: companies.service,
    records: records.service,
    troubleshoot,
    exportHistory: history.export,
    contacts: contacts.service,
    links: links.service,
    chat: chat.service,
    team: team.service,
    search: createSearch({
      storage,
      mediaUrl: deps.mediaUrl,
      offerPicture: pictures.offer,
      stickerShop: deps.endpoints.lineShop ?? null,
      searchContacts: contacts.searchContacts,
    }),
    setup: {
      checkLine: lineAccounts.checkLine,
      connectLine: lineAccounts.connectLine,
      saveProperties: sync.saveProperties,
      hubSpotState: hubSpotSide.state,
      officialAccounts: lineAccounts.officialAccounts,
      connectHubSpot: hubSpotSide.connect,
      connectHubSpotToken: hubSpotSide.connectToken,
      cancelHubSpot: hubSpotSide.cancel,
      startFirstSync: async () => sync.startFirstSync(),
    },
    messageFile: chat.fileOf,
    outgoingFiles: chat.outgoingFiles,
    picture: pictures.read,
    storageNotice: notice,
    subscribe: events.subscribe,
    async start() {
      if (notice !== null) sync.needFull();
      const account = hubSpotSide.account();
      if (account !== null) registerPortal(account.hubId);
      disconnects.start();
      hubSpotSide.look();
      lineAccounts.start();
      team.start();
      intake.start();
      friends.start();
      lists.start();
      companies.start();
      chat.start();
      links.start();
      sync.start();
      changes.start();
      erasedCopies.start();
      jobs.start();
    },
    wake() {
      relay?.wake();
      wake();
    },
    rescheduleSync: sync.look,
    tellAgentName: team.tellName,
    async stop() {
      await Promise.all([
        disconnects.stop(),
        links.stop(),
        hubSpotSide.stop(),
        sync.stop(),
        changes.stop(),
        erasedCopies.stop(),
        jobs.stop(),
        intake.stop(),
        team.stop(),
        friends.stop(),
        lists.stop(),
        companies.stop(),
        chat.stop(),
        lineAccounts.stop(),
      ]);
      await endLogRelief(storage);
      storage.close();
    },
  };
}
