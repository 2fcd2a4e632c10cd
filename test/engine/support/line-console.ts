import { join } from 'node:path';
import { createLineAccounts } from '../../../src/engine/accounts/line-accounts';
import type { LineAccounts } from '../../../src/engine/accounts/line-accounts-types';
import { type Chat, createChat, createPlanSharing } from '../../../src/engine/chat';
import { type Clock, systemClock } from '../../../src/engine/core/clock';
import { createEventBus } from '../../../src/engine/core/event-bus';
import { createIds } from '../../../src/engine/core/ids';
import { createLogger } from '../../../src/engine/core/logger';
import { createFriends, type Friends } from '../../../src/engine/friends';
import { createIntake, type Intake } from '../../../src/engine/intake';
import { createLinePort, type LinePort } from '../../../src/engine/line';
import { createLinks, type Links } from '../../../src/engine/links';
import type { RelayPort } from '../../../src/engine/relay/relay-port';
import { createSearch, type Search } from '../../../src/engine/search';
import { openDatabase } from '../../../src/engine/storage/open-database';
import type { Storage } from '../../../src/engine/storage/storage';
import { createTeam, type Team } from '../../../src/engine/team';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { ChatMessage, ConversationRow } from '../../../src/shared/model/chat';
import type { ContactRow } from '../../../src/shared/model/contact';
import { eventually } from './eventually';
import { memorySecrets } from './memory-secrets';
import { linksWithoutHubSpot } from './no-hubspot';
import { outgoingText } from './outgoing-text';
import { impatientRelayClient, type RelayDevice } from './relay-log';

export interface LineConsoleOptions {
  dataFolder: string;
  endpoints: { lineApi: string; lineData: string };
  relay: RelayDevice;
  clock?: Clock;
  secrets?: Map<string, string>;
  agentName?: string;
  searchContacts?: (text: string, limit: number) => readonly ContactRow[];
  hasReadReceipts?: boolean;
  undoSeconds?: number;
  /** False = a console by itself. */
  hasRelay?: boolean;
  /** Stands before LINE's port, to watch or to break something. */
  wrapLine?: (line: LinePort) => LinePort;
  /** The same before the relay's. */
  wrapRelay?: (relay: RelayPort) => RelayPort;
}

/** The LINE half of the engine as one console runs it, on a real database, relay and LINE. */
export class LineConsole {
  readonly storage: Storage;
  readonly accounts: LineAccounts;
  readonly chat: Chat;
  readonly friends: Friends;
  readonly intake: Intake;
  readonly links: Links;
  readonly search: Search;
  readonly team: Team;
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  #isStopped = false;

  constructor(options: LineConsoleOptions) {
    const clock = options.clock ?? systemClock;
    const logger = createLogger((line) => this.log.push(line), clock.now);
    const folder = options.dataFolder;
    const opening = { path: join(folder, 'lumo.db'), backupFolder: join(folder, 'backups'), clock, logger };
    const storage = openDatabase(opening).database;
    this.storage = storage;
    const events = createEventBus();
    events.subscribe((event) => this.events.push(event));
    const secrets = memorySecrets(options.secrets ?? new Map());
    const client = impatientRelayClient(options.relay, systemClock.now);
    const relay = options.hasRelay === false ? null : (options.wrapRelay?.(client) ?? client);
    const ids = createIds(clock.now);
    const { lineApi, lineData } = options.endpoints;
    const port = createLinePort({ lineApi, lineData, clock, logger });
    const line = options.wrapLine?.(port) ?? port;
    const searchContacts = options.searchContacts ?? (() => []);
    const accounts: LineAccounts = createLineAccounts({
      offerPicture: (url) => url,
      storage,
      line,
      relay,
      secrets,
      suggestedChannelSecrets: new Map(),
      clock,
      logger,
      events,
      ensureLineProperties: () => Promise.resolve(),
      replayParked: (botUserId) => this.intake.replayParked(botUserId),
      onConnected: (botUserId) => {
        this.friends.discover(botUserId);
        this.team.tellAccounts();
      },
    });
    this.accounts = accounts;
    this.friends = createFriends({ storage, clock, logger, events, channel: accounts.channel });
    this.team = createTeam({
      storage,
      relay,
      workspaceId: options.relay.workspaceId,
      clock,
      ids,
      random: Math.random,
      logger,
      events,
      agentName: () => options.agentName ?? 'Console',
      onLinksTaken: () => this.links.kick(),
      foreign: { takePlan: (change) => this.chat.takePlan(change) },
      onPlansTaken: () => this.chat.kickOutgoing(),
      onPeopleWaiting: () => this.friends.kick(),
    });
    this.chat = createChat({
      team: this.team.chat,
      storage,
      relay,
      clock,
      ids,
      random: Math.random,
      logger,
      events,
      channel: accounts.channel,
      mediaFolder: join(folder, 'media'),
      mediaUrl: (fileName) => `app://bundle/media/${fileName}`,
      hasReadReceipts: () => options.hasReadReceipts ?? true,
      contactDetail: () => Promise.resolve(null),
      agent: () => ({ id: this.team.me().agentId, name: this.team.me().name }),
      relayState: () => (relay === null ? null : this.intake.relayState()),
      plans: createPlanSharing(relay, clock, this.team),
      undoSeconds: () => options.undoSeconds ?? 0,
      outgoingFolder: join(folder, 'outgoing'),
      outgoingUrl: (fileName) => `app://bundle/outgoing/${fileName}`,
    });
    this.links = createLinks({
      ...linksWithoutHubSpot(clock),
      storage,
      clock,
      ids,
      logger,
      events,
      channel: accounts.channel,
      relay,
      sendPrepared: this.chat.sendPrepared,
      discardMessage: this.chat.service.discard,
      searchContacts,
      contactRow: (id) => searchContacts('', 1_000).find((contact) => contact.id === id) ?? null,
    });
    this.intake = createIntake({
      storage,
      relay,
      workspaceId: options.relay.workspaceId,
      secrets,
      clock,
      ids,
      logger,
      events,
      links: this.links,
      team: this.team,
      onLinksTaken: this.links.kick,
      onMediaWaiting: () => this.chat.kickMedia(),
      onPeopleWaiting: () => this.friends.kick(),
      onMembersWaiting: () => this.chat.kickMembers(),
      onFilesUnused: (names) => this.chat.removeFiles(names),
      onRelayState: (state) => {
        this.team.onRelayState(state);
        if (state === 'live') this.chat.wake();
      },
    });
    this.search = createSearch({ storage, searchContacts, mediaUrl: (fileName) => fileName });
  }

  start(): void {
    this.accounts.start();
    this.team.start();
    this.friends.start();
    this.chat.start();
    this.links.start();
    this.intake.start();
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.intake.stop();
    await this.team.stop();
    await this.links.stop();
    await this.chat.stop();
    await this.friends.stop();
    await this.accounts.stop();
    this.storage.close();
  }

  /** The conversations of a view, newest first. */
  async conversations(
    view: 'todo' | 'unread' | 'waiting' | 'done' | 'all' = 'all',
    text = '',
  ): Promise<ConversationRow[]> {
    const page = await this.chat.service.conversations({ view, officialAccountId: null, text, offset: 0, limit: 200 });
    return page.rows;
  }

  /** Waits until the customer's chat shows a text. */
  conversationWith(text: string): Promise<ConversationRow> {
    return eventually(`a conversation that ends with ${text}`, async () =>
      (await this.conversations()).find((row) => row.lastText === text),
    );
  }

  async thread(conversation: { id: ConversationRow['id'] }): Promise<ChatMessage[]> {
    const asked = { conversationId: conversation.id, before: null, around: null, limit: 200 };
    return (await this.chat.service.messages(asked)).messages;
  }

  async send(conversation: { id: ConversationRow['id'] }, text: string): Promise<ChatMessage> {
    const [message] = await this.chat.service.send(outgoingText(conversation.id, text));
    if (message === undefined) throw new Error('nothing was stored');
    return message;
  }

  /** Waits until a message of ours has a state. */
  message(conversation: { id: ConversationRow['id'] }, id: string, state: ChatMessage['state']): Promise<ChatMessage> {
    return eventually(`message ${state}`, async () =>
      (await this.thread(conversation)).find((message) => message.id === id && message.state === state),
    );
  }
}
