import { join } from 'node:path';
import { systemClock } from '../../../src/engine/core/clock';
import { createEventBus } from '../../../src/engine/core/event-bus';
import { createIds } from '../../../src/engine/core/ids';
import { createLogger } from '../../../src/engine/core/logger';
import { createIntake, type Intake } from '../../../src/engine/intake';
import { RelayError } from '../../../src/engine/relay/relay-error';
import type { RelayPort, RelayStartOptions, RelayState } from '../../../src/engine/relay/relay-port';
import { createConversationRepository } from '../../../src/engine/storage/conversation-repository';
import { createFriendRepository } from '../../../src/engine/storage/friend-repository';
import { createOfficialAccountRepository } from '../../../src/engine/storage/official-account-repository';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { createRelayCursorRepository } from '../../../src/engine/storage/relay-cursor-repository';
import type { Storage } from '../../../src/engine/storage/storage';
import { createTeam, type Team } from '../../../src/engine/team';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import {
  type ConversationId,
  conversationIdSchema,
  type FriendId,
  friendIdSchema,
} from '../../../src/shared/model/ids';
import { impatientRelayClient, type RelayDevice } from './relay-log';

export const teamBot = `U${'c'.repeat(32)}`;
/** The n-th customer's LINE user id. */
export const customerId = (n: number): string => `U${String(n).padStart(32, '0')}`;

export interface TeamConsoleOptions {
  dataFolder: string;
  device: RelayDevice;
  name?: string;
  /** False = the Official Account is connected by `connect`. */
  isConnected?: boolean;
  /** When the Official Account was connected here, epoch ms; now by default. */
  connectedAt?: number;
  /** False = it starts cut off. */
  isUp?: boolean;
  /** Called before an append leaves, and after the relay answered it, before anything of it is stored. */
  onAppend?: (moment: 'leaves' | 'answered') => void;
}

/** What consoles share as one console runs it: real storage, the intake, a real relay. Its network can be cut. */
export class TeamConsole {
  readonly storage: Storage;
  readonly team: Team;
  readonly intake: Intake;
  readonly events: EngineEvent[] = [];
  readonly log: string[] = [];
  /** Answers of appends get lost: the relay has them, this console does not know. */
  losesAnswers = false;
  state: RelayState = 'offline';
  readonly #device: RelayDevice;
  readonly #port: RelayPort;
  #listening: RelayStartOptions | null = null;
  #isUp: boolean;
  readonly #connectedAt: number;
  #isStopped = false;

  constructor({ dataFolder, device, name = 'Console', isConnected = true, ...options }: TeamConsoleOptions) {
    const clock = systemClock;
    const logger = createLogger((line) => this.log.push(line), clock.now);
    const opening = { path: join(dataFolder, 'lumo.db'), backupFolder: join(dataFolder, 'backups'), clock, logger };
    const storage = openDatabase(opening).database;
    this.storage = storage;
    this.#device = device;
    this.#connectedAt = options.connectedAt ?? Date.now();
    this.#isUp = options.isUp ?? true;
    const events = createEventBus();
    events.subscribe((event) => this.events.push(event));
    if (isConnected) this.#connectAccount();
    this.#port = impatientRelayClient(device, clock.now);
    const relay = this.#cuttable(options.onAppend);
    const ids = createIds(clock.now);
    this.team = createTeam({
      storage,
      relay,
      workspaceId: device.workspaceId,
      clock,
      ids,
      random: Math.random,
      logger,
      events,
      agentName: () => name,
    });
    const nothing = () => undefined;
    this.intake = createIntake({
      storage,
      relay,
      workspaceId: device.workspaceId,
      secrets: { get: () => 'secret', set: nothing, delete: nothing },
      clock,
      ids,
      logger,
      events,
      team: this.team,
      links: { friendMet: () => false, takeAccountLink: nothing, takeLinkOpened: nothing },
      onLinksTaken: nothing,
      onMediaWaiting: nothing,
      onPeopleWaiting: nothing,
      onFilesUnused: nothing,
      onRelayState: (state) => {
        this.state = state;
        this.team.onRelayState(state);
      },
    });
  }

  start(): this {
    this.team.start();
    this.intake.start();
    return this;
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.intake.stop();
    await this.team.stop();
    this.storage.close();
  }

  /** Connects the Official Account, after which what waited for it is applied. */
  async connect(): Promise<void> {
    this.#connectAccount();
    this.team.tellAccounts();
    await this.intake.replayParked(teamBot);
  }

  /** Cuts this console off, or brings it back. */
  async setNetwork(isUp: boolean): Promise<void> {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    if (!isUp) return this.#port.stop();
    if (this.#listening === null) return;
    const cursor = createRelayCursorRepository(this.storage).get(this.#device.workspaceId);
    this.#port.start({ ...this.#listening, cursor });
    this.team.wake();
  }

  /** The conversation with the n-th customer, made where it is not known. */
  conversation(n: number): ConversationId {
    const friend = createFriendRepository(this.storage).ensure(teamBot, customerId(n), Date.now());
    const conversations = createConversationRepository(this.storage);
    return conversationIdSchema.parse(String(conversations.ensure(teamBot, 'user', customerId(n), friend.id)));
  }

  friend(n: number): FriendId {
    return friendIdSchema.parse(
      String(createFriendRepository(this.storage).ensure(teamBot, customerId(n), Date.now()).id),
    );
  }

  /** How far this console has applied the log. */
  cursor(): number {
    return createRelayCursorRepository(this.storage).get(this.#device.workspaceId);
  }

  /** True when nothing of this console is still to be told. */
  isAllTold(): boolean {
    return this.storage.prepare('SELECT 1 FROM workspace_change LIMIT 1').get() === undefined;
  }

  /** Everything that consoles share, under names that are alike in all of them. */
  shared(): Record<string, unknown[]> {
    const all = (sql: string) => this.storage.prepare(sql).all();
    return {
      agents: all('SELECT id, name FROM agent ORDER BY id'),
      conversations: all(`SELECT source_id, assignee_id, status FROM conversation
        WHERE assignee_id IS NOT NULL OR status = 'todo' ORDER BY source_id`),
      notes: all(`SELECT note.id, source_id, text, author_id, created_at, edited_at FROM note
        JOIN conversation ON conversation.id = note.conversation_id ORDER BY note.id`),
      tags: all('SELECT name, color FROM tag ORDER BY name'),
      friendTags: all('SELECT user_id, tag FROM friend_tag JOIN friend ON friend.id = friend_id ORDER BY user_id, tag'),
      cannedReplies: all('SELECT id, shortcut, title, contents FROM canned_reply ORDER BY id'),
    };
  }

  #connectAccount(): void {
    createOfficialAccountRepository(this.storage).save({
      botUserId: teamBot,
      channelId: '2000000001',
      basicId: '@team',
      displayName: 'Team',
      pictureUrl: null,
      chatMode: 'chat',
      sequenceNumber: 1,
      connectedAt: this.#connectedAt,
    });
  }

  #cuttable(onAppend: TeamConsoleOptions['onAppend']): RelayPort {
    const port = this.#port;
    const offline = () => new RelayError('RELAY_UNREACHABLE', 'offline', 'The relay cannot be reached.');
    return {
      ...port,
      start: (options) => {
        this.#listening = options;
        if (this.#isUp) port.start(options);
      },
      stop: () => port.stop(),
      latest: async (query) => {
        if (!this.#isUp) throw offline();
        return port.latest(query);
      },
      append: async (entries) => {
        if (!this.#isUp) throw offline();
        onAppend?.('leaves');
        const results = await port.append(entries);
        onAppend?.('answered');
        if (this.losesAnswers || !this.#isUp) throw offline();
        return results;
      },
    };
  }
}
