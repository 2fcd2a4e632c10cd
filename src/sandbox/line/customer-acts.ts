import type { ChatLog, ChatMessage } from './chat-log';
import { bodyOf, type CustomerMessage } from './customer-message';
import type { LineDatabase } from './database';
import type { Friends } from './friends';
import type { Groups } from './groups';
import { type Counter, lineIdOf, ulidOf } from './identifiers';
import { LineProblem } from './problems';
import type { ReplyTokens } from './reply-tokens';
import { messageContentOf, sourceOf, type WebhookEvent } from './webhook-events';
import type { WebhookSender } from './webhook-sender';

/** The parts of the stand-in that customers act on. */
export interface CustomerActsOptions {
  readonly database: LineDatabase;
  readonly seed: number;
  readonly now: () => number;
  readonly counter: Counter;
  readonly friends: Friends;
  readonly groups: Groups;
  readonly chatLog: ChatLog;
  readonly replyTokens: ReplyTokens;
  readonly sender: WebhookSender;
  readonly onChange: (channelId: string, chatId: string) => void;
}

/** What customers do on their phones. Each act changes the state and sends the webhooks that LINE sends for it. */
export class CustomerActs {
  readonly #with: CustomerActsOptions;

  constructor(options: CustomerActsOptions) {
    this.#with = options;
  }

  /** A LINE user nobody has seen before. Returns the user id. */
  createStranger(displayName: string, language: string): string {
    const userId = lineIdOf('U', this.#with.seed, `stranger:${this.#with.counter.next('stranger')}`);
    this.#with.friends.addCustomer({
      userId,
      personIndex: null,
      displayName,
      language,
      statusMessage: null,
      hasPicture: true,
    });
    return userId;
  }

  /** Adds the account as a friend, or unblocks it. Does nothing when they are friends already. */
  async follow(channelId: string, userId: string): Promise<void> {
    const { friends, now } = this.#with;
    const { state, addedAt } = this.#known(channelId, userId);
    if (state === 'following') return;
    const at = now();
    friends.setFriendship(channelId, userId, { state: 'following', addedAt: addedAt ?? at, blockedAt: null });
    await this.#tell(
      channelId,
      userId,
      userId,
      [{ type: 'follow', hasReplyToken: true, follow: { isUnblocked: state === 'blocked' } }],
      at,
    );
  }

  /** Blocks the account. Does nothing when it is no friend. */
  async block(channelId: string, userId: string): Promise<void> {
    if (this.#known(channelId, userId).state !== 'following') return;
    const at = this.#with.now();
    this.#with.friends.setFriendship(channelId, userId, { state: 'blocked', blockedAt: at });
    await this.#tell(channelId, userId, userId, [{ type: 'unfollow', hasReplyToken: false }], at);
  }

  /** Writes one or several messages at once (one webhook body). In a group the chat id is the group's. Refuses while the account is blocked. */
  async send(
    channelId: string,
    userId: string,
    messages: readonly CustomerMessage[],
    chatId = userId,
  ): Promise<ChatMessage[]> {
    if (chatId !== userId && !this.#with.groups.memberIds(chatId).includes(userId)) {
      throw new LineProblem(409, 'This customer is not in the group');
    }
    if (chatId === userId && this.#known(channelId, userId).state === 'blocked') {
      throw new LineProblem(409, 'This customer has blocked the Official Account');
    }
    const at = this.#with.now();
    const stored = this.#with.database.transaction(() =>
      messages.map((message) => this.#store(channelId, chatId, userId, message, at)),
    )();
    if (chatId === userId) this.#with.friends.setFriendship(channelId, userId, { lastWroteAt: at });
    if (this.#with.groups.find(chatId)?.isBotInside === false) {
      this.#with.onChange(channelId, chatId);
      return stored;
    }
    await this.#tell(
      channelId,
      chatId,
      userId,
      stored.map((message) => ({
        type: 'message',
        hasReplyToken: true,
        message: messageContentOf(this.#with.seed, message),
      })),
      at,
    );
    return stored;
  }

  /** Takes a message back. */
  async unsend(messageId: string): Promise<void> {
    const message = this.#with.chatLog.find(messageId);
    if (message === null || message.direction !== 'in')
      throw new LineProblem(404, 'There is no such message from a customer');
    if (message.unsentAt !== null) return;
    const at = this.#with.now();
    this.#with.chatLog.unsend(messageId, at);
    await this.#tell(
      message.channelId,
      message.chatId,
      message.userId,
      [{ type: 'unsend', hasReplyToken: false, unsend: { messageId } }],
      at,
    );
  }

  /** Taps a button that carries postback data. */
  async postback(channelId: string, userId: string, data: string, params?: Record<string, string>): Promise<void> {
    this.#known(channelId, userId);
    await this.#tell(channelId, userId, userId, [
      { type: 'postback', hasReplyToken: true, postback: { data, ...(params ? { params } : {}) } },
    ]);
  }

  /** Ends an account link dialog. A failed one says nothing of the customer: no source, no reply token (facts/line-api section 10.1). */
  async linkAccount(channelId: string, userId: string, nonce: string, result: 'ok' | 'failed'): Promise<void> {
    const link = { result, nonce };
    if (result === 'ok') {
      await this.#tell(channelId, userId, userId, [{ type: 'accountLink', hasReplyToken: true, link }]);
      return;
    }
    const at = this.#with.now();
    const webhookEventId = ulidOf(this.#with.seed, `live:${this.#with.counter.next('event')}`, at);
    const event: WebhookEvent = { type: 'accountLink', link, webhookEventId, timestamp: at, mode: 'active' };
    await this.#with.sender.dispatch(channelId, userId, [event]);
  }

  /** Makes a group with these people and invites the account. Returns the group id. */
  async createGroup(channelId: string, name: string, memberIds: readonly string[]): Promise<string> {
    const groupId = lineIdOf('C', this.#with.seed, `group:${this.#with.counter.next('group')}`);
    this.#with.groups.add(groupId, channelId, name, memberIds);
    await this.#tell(channelId, groupId, null, [{ type: 'join', hasReplyToken: true }]);
    return groupId;
  }

  /** Adds people to a group, or removes them. */
  async changeMembers(groupId: string, change: 'joined' | 'left', memberIds: readonly string[]): Promise<void> {
    const group = this.#with.groups.find(groupId);
    if (group === null) throw new LineProblem(404, 'There is no such group');
    this.#with.groups.changeMembers(groupId, change, memberIds);
    if (!group.isBotInside) return;
    const members = memberIds.map((userId) => ({ type: 'user', userId }));
    await this.#tell(group.channelId, groupId, null, [
      change === 'joined'
        ? { type: 'memberJoined', hasReplyToken: true, joined: { members } }
        : { type: 'memberLeft', hasReplyToken: false, left: { members } },
    ]);
  }

  /** Invites the account again into a group that it left or was removed from. */
  async inviteBot(groupId: string): Promise<void> {
    const group = this.#with.groups.find(groupId);
    if (group === null) throw new LineProblem(404, 'There is no such group');
    if (group.isBotInside) return;
    this.#with.groups.setBotInside(groupId, true);
    await this.#tell(group.channelId, groupId, null, [{ type: 'join', hasReplyToken: true }]);
  }

  /** Removes the account from a group. */
  async removeBot(groupId: string): Promise<void> {
    const group = this.#with.groups.find(groupId);
    if (group === null) throw new LineProblem(404, 'There is no such group');
    if (!group.isBotInside) return;
    this.#with.groups.setBotInside(groupId, false);
    await this.#tell(group.channelId, groupId, null, [{ type: 'leave', hasReplyToken: false }]);
  }

  #known(channelId: string, userId: string) {
    if (this.#with.friends.customer(userId) === null) throw new LineProblem(404, 'There is no such customer');
    return this.#with.friends.friendship(channelId, userId);
  }

  #store(channelId: string, chatId: string, userId: string, message: CustomerMessage, at: number): ChatMessage {
    const mediaKey = this.#keepMedia(message);
    const readyAt = message.type === 'video' || message.type === 'audio' ? at + (message.transcodingMs ?? 0) : null;
    return this.#with.chatLog.add({
      channelId,
      chatId,
      userId,
      direction: 'in',
      type: message.type,
      body: bodyOf(message),
      at,
      mediaKey,
      readyAt,
    });
  }

  #keepMedia(message: CustomerMessage): string | null {
    if ('sample' in message) return `sample:${message.sample}`;
    if (!('bytes' in message)) return null;
    const key = `upload:${this.#with.counter.next('media')}`;
    this.#with.database.prepare('INSERT INTO ln_media VALUES (?, ?, ?)').run(key, message.contentType, message.bytes);
    return key;
  }

  async #tell(
    channelId: string,
    chatId: string,
    userId: string | null,
    happenings: readonly {
      readonly type: string;
      readonly hasReplyToken: boolean;
      readonly [field: string]: unknown;
    }[],
    at = this.#with.now(),
  ): Promise<void> {
    const events = happenings.map(
      ({ type, hasReplyToken, ...fields }): WebhookEvent => ({
        type,
        ...fields,
        webhookEventId: ulidOf(this.#with.seed, `live:${this.#with.counter.next('event')}`, at),
        timestamp: at,
        source: sourceOf(chatId, userId),
        mode: 'active',
        ...(hasReplyToken ? { replyToken: this.#with.replyTokens.issue(channelId, chatId, at) } : {}),
      }),
    );
    this.#with.onChange(channelId, chatId);
    await this.#with.sender.dispatch(channelId, chatId, events);
  }
}
