import type { ChatLog, ChatMessage } from './chat-log';
import { type CustomerMessage, contentOf, sampleKeyOf } from './customer-message';
import { type CustomerText, textBodyOf } from './customer-text';
import type { LineDatabase } from './database';
import type { Friends } from './friends';
import { type Groups, isGroupId } from './groups';
import type { Happenings } from './happenings';
import { type Counter, lineIdOf } from './identifiers';
import type { MediaStore } from './media/media-store';
import type { OfficialAccounts } from './official-accounts';
import { LineProblem } from './problems';
import { editedContentOf, messageContentOf } from './webhook-events';

/** The parts of the stand-in that customers act on. */
export interface CustomerActsOptions {
  readonly database: LineDatabase;
  readonly seed: number;
  readonly now: () => number;
  readonly counter: Counter;
  readonly accounts: OfficialAccounts;
  readonly friends: Friends;
  readonly groups: Groups;
  readonly chatLog: ChatLog;
  readonly media: MediaStore;
  readonly happenings: Happenings;
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
    const { friends, happenings, now } = this.#with;
    const { state, addedAt } = this.#known(channelId, userId);
    if (state === 'following') return;
    const at = now();
    friends.setFriendship(channelId, userId, { state: 'following', addedAt: addedAt ?? at, blockedAt: null });
    const follow = { isUnblocked: state === 'blocked' };
    await happenings.tell(channelId, userId, userId, [{ type: 'follow', hasReplyToken: true, follow }], at);
  }

  /** Blocks the account. Does nothing when it is no friend. */
  async block(channelId: string, userId: string): Promise<void> {
    if (this.#known(channelId, userId).state !== 'following') return;
    const at = this.#with.now();
    this.#with.friends.setFriendship(channelId, userId, { state: 'blocked', blockedAt: at });
    await this.#with.happenings.tell(channelId, userId, userId, [{ type: 'unfollow', hasReplyToken: false }], at);
  }

  /**
   * Writes one or several messages, in one webhook body or (`isEachAlone`) each in its own. In a group or room the chat id is the group's.
   * Refuses while the account is blocked, and from people who are not in the group.
   */
  async send(
    channelId: string,
    userId: string,
    messages: readonly CustomerMessage[],
    chatId = userId,
    isEachAlone = false,
  ): Promise<ChatMessage[]> {
    const { friends, groups, happenings, seed, onChange } = this.#with;
    if (!this.#mayWrite(channelId, userId, chatId)) {
      throw new LineProblem(
        409,
        isGroupId(chatId) ? 'This customer is not in the group' : 'This customer has blocked the Official Account',
      );
    }
    const at = this.#with.now();
    const stored = this.#with.database.transaction(() =>
      messages.map((message) => this.#store(channelId, chatId, userId, message, at)),
    )();
    if (chatId === userId) friends.setFriendship(channelId, userId, { lastWroteAt: at });
    if (groups.find(chatId)?.isBotInside === false) {
      onChange(channelId, chatId);
      return stored;
    }
    this.#readAtOnce(channelId, stored.at(-1), at);
    const told = stored.map((message) => ({
      type: 'message',
      hasReplyToken: true,
      message: messageContentOf(seed, message),
    }));
    for (const together of isEachAlone ? told.map((one) => [one]) : [told]) {
      await happenings.tell(channelId, chatId, userId, together, at);
    }
    return stored;
  }

  /** Changes the text of a message. LINE tells edits in groups alone (facts/line-api section 4.5). */
  async edit(messageId: string, text: Pick<CustomerText, 'text' | 'parts'>): Promise<ChatMessage> {
    const { accounts, chatLog, groups, happenings, now, seed, onChange } = this.#with;
    const message = this.#written(messageId);
    if (message.type !== 'text' || message.unsentAt !== null) throw new LineProblem(409, 'Only a text can be edited');
    if (!message.chatId.startsWith('C')) throw new LineProblem(409, 'LINE tells edits in groups alone');
    const at = now();
    const quoted = message.body.quotedMessageId;
    const quotedMessageId = typeof quoted === 'string' ? quoted : undefined;
    const botUserId = accounts.find(message.channelId)?.botUserId ?? '';
    chatLog.edit(messageId, textBodyOf({ ...text, quotedMessageId }, botUserId), at);
    const edited = this.#written(messageId);
    if (groups.find(message.chatId)?.isBotInside === true) {
      const event = { type: 'messageEdited', hasReplyToken: true, message: editedContentOf(seed, edited) };
      await happenings.tell(message.channelId, message.chatId, message.userId, [event], at);
    } else onChange(message.channelId, message.chatId);
    return edited;
  }

  /** Takes a message back. */
  async unsend(messageId: string): Promise<void> {
    const message = this.#written(messageId);
    if (message.unsentAt !== null) return;
    const at = this.#with.now();
    this.#with.chatLog.unsend(messageId, at);
    if (this.#with.groups.find(message.chatId)?.isBotInside === false) {
      this.#with.onChange(message.channelId, message.chatId);
      return;
    }
    await this.#with.happenings.tell(
      message.channelId,
      message.chatId,
      message.userId,
      [{ type: 'unsend', hasReplyToken: false, unsend: { messageId } }],
      at,
    );
  }

  /**
   * Taps a button that carries postback data. `displayText` stands on the phone as the customer's words, but LINE tells the account only
   * of the postback.
   */
  async postback(
    channelId: string,
    userId: string,
    data: string,
    more: {
      params?: Record<string, string> | undefined;
      chatId?: string | undefined;
      displayText?: string | undefined;
    } = {},
  ): Promise<void> {
    this.#known(channelId, userId);
    const { params, chatId = userId, displayText } = more;
    if (displayText !== undefined) {
      this.#store(channelId, chatId, userId, { type: 'text', text: displayText }, this.#with.now());
    }
    await this.#with.happenings.tell(channelId, chatId, userId, [
      { type: 'postback', hasReplyToken: true, postback: { data, ...(params ? { params } : {}) } },
    ]);
  }

  /** Watches a video to its end. LINE tells it of videos with a tracking id, in one-to-one chats. */
  async watch(messageId: string): Promise<void> {
    const message = this.#with.chatLog.find(messageId);
    if (message?.type !== 'video' || message.direction !== 'out') throw new LineProblem(404, 'There is no such video');
    const { trackingId } = message.body;
    if (typeof trackingId !== 'string' || isGroupId(message.chatId)) return;
    await this.#with.happenings.tell(message.channelId, message.chatId, message.chatId, [
      { type: 'videoPlayComplete', hasReplyToken: true, videoPlayComplete: { trackingId } },
    ]);
  }

  /** Ends an account link dialog. A failed one says nothing of the customer: no source, no reply token (facts/line-api section 10.1). */
  async linkAccount(channelId: string, userId: string, nonce: string, result: 'ok' | 'failed'): Promise<void> {
    const { happenings } = this.#with;
    const link = { result, nonce };
    if (result === 'ok') {
      await happenings.tell(channelId, userId, userId, [{ type: 'accountLink', hasReplyToken: true, link }]);
    } else await happenings.tellWithoutSource(channelId, userId, { type: 'accountLink', link });
  }

  #mayWrite(channelId: string, userId: string, chatId: string): boolean {
    if (chatId !== userId) return this.#with.groups.memberIds(chatId).includes(userId);
    return this.#known(channelId, userId).state !== 'blocked';
  }

  /** Where chat is off for the account, LINE marks everything as read by itself (facts/line-api section 9). */
  #readAtOnce(channelId: string, last: ChatMessage | undefined, at: number): void {
    const isChatOff = this.#with.accounts.find(channelId)?.chatMode === 'bot';
    if (last !== undefined && isChatOff) this.#with.chatLog.markRead(last, at);
  }

  #written(messageId: string): ChatMessage {
    const message = this.#with.chatLog.find(messageId);
    if (message?.direction === 'in') return message;
    throw new LineProblem(404, 'There is no such message from a customer');
  }

  #known(channelId: string, userId: string) {
    if (this.#with.friends.customer(userId) === null) throw new LineProblem(404, 'There is no such customer');
    return this.#with.friends.friendship(channelId, userId);
  }

  #store(channelId: string, chatId: string, userId: string, message: CustomerMessage, at: number): ChatMessage {
    const { accounts, chatLog, media } = this.#with;
    const isFilm = message.type === 'video' || message.type === 'audio';
    const transcodingMs = isFilm && 'transcodingMs' in message ? (message.transcodingMs ?? 0) : 0;
    return chatLog.add({
      channelId,
      chatId,
      userId,
      direction: 'in',
      ...contentOf(message, accounts.find(channelId)?.botUserId ?? ''),
      at,
      mediaKey: 'bytes' in message ? media.keep(message) : sampleKeyOf(message),
      readyAt: isFilm ? at + transcodingMs : null,
      isBroken: isFilm && 'isTranscodingFailed' in message && message.isTranscodingFailed === true,
    });
  }
}
