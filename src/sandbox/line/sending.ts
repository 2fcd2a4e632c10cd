import type { ChatLog, ChatMessage, SentBy } from './chat-log';
import type { LineDatabase } from './database';
import type { Friends } from './friends';
import { type Groups, isGroupId } from './groups';
import { messageIdOfToken, messageTokensOf } from './identifiers';
import { addresseeProblems } from './messages/addressee';
import type { JsonObject } from './messages/findings';
import type { OfficialAccount } from './official-accounts';
import { invalidBody, invalidProperty, LineProblem, monthlyLimit } from './problems';
import type { ReplyTokens } from './reply-tokens';
import type { SentMedia } from './sent-media/sent-media';

/** `sentMessages` of a reply or push. */
export interface SentMessage {
  readonly id: string;
  readonly quoteToken?: string;
}

interface SendingOptions {
  readonly database: LineDatabase;
  readonly seed: number;
  readonly now: () => number;
  readonly friends: Friends;
  readonly groups: Groups;
  readonly chatLog: ChatLog;
  readonly replyTokens: ReplyTokens;
  readonly sentMedia: SentMedia;
  readonly onChange: (channelId: string, chatId: string) => void;
}

const WITH_QUOTE_TOKEN = new Set(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex']);
const WROTE_LATELY_MS = 7 * 86_400_000;
const RETRY_KEY_LIFE_MS = 86_400_000;
const UTC_PLUS_9_MS = 9 * 3_600_000;

/** What an Official Account sends: replies, pushes and multicasts, their quota and their retry keys (facts/line-api section 5). */
export class Sending {
  readonly #with: SendingOptions;

  constructor(options: SendingOptions) {
    this.#with = options;
  }

  /** Answers one event. Free of charge; 400 when the token is unknown, used or over. */
  reply(account: OfficialAccount, replyToken: string, messages: readonly JsonObject[]): SentMessage[] {
    const chatId = this.#with.replyTokens.use(account.channelId, replyToken, this.#with.now());
    if (chatId === null) throw new LineProblem(400, 'Invalid reply token');
    this.#checkFit(account.channelId, chatId, messages);
    return this.#deliver(account.channelId, chatId, messages, 'reply', this.#reachable(account.channelId, chatId)).map(
      (message) => this.#sentOf(message),
    );
  }

  /** Sends to one user or group. 200 even when the user has blocked the account; then nothing arrives and nothing is counted. */
  push(account: OfficialAccount, to: string, messages: readonly JsonObject[]): SentMessage[] {
    const isReachable = this.#reachable(account.channelId, to);
    this.#checkFit(account.channelId, to, messages);
    this.#charge(account, isReachable ? this.#headsOf(to) : 0);
    return this.#deliver(account.channelId, to, messages, 'push', isReachable).map((message) => this.#sentOf(message));
  }

  /** Sends to up to 500 users; those who are no friends are skipped without a word. */
  multicast(account: OfficialAccount, to: readonly string[], messages: readonly JsonObject[]): void {
    to.forEach((userId, i) => {
      if (!/^U[0-9a-f]{32}$/.test(userId)) throw invalidProperty(`to[${i}]`);
    });
    const problems = addresseeProblems(messages, null);
    if (problems.length > 0) throw invalidBody(problems);
    const reached = [...new Set(to)].filter(
      (userId) => this.#with.friends.friendship(account.channelId, userId).state === 'following',
    );
    this.#charge(account, reached.length);
    for (const userId of reached) this.#deliver(account.channelId, userId, messages, 'multicast', true);
  }

  /**
   * Runs a send under a retry key: the first accepted answer is kept for 24 hours, the same key then gets 409 with it.
   * Without a key the send just runs. A send that is refused leaves the key free.
   */
  underRetryKey<T>(account: OfficialAccount, key: string | undefined, requestId: string, send: () => T): T {
    const { database, now } = this.#with;
    return database.transaction(() => {
      if (key === undefined) return send();
      if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(key)) {
        throw new LineProblem(
          400,
          "The 'X-Line-Retry-Key' header is invalid. It must be a UUID in hexadecimal notation",
        );
      }
      database.prepare('DELETE FROM ln_retry_keys WHERE at <= ?').run(now() - RETRY_KEY_LIFE_MS);
      const accepted = database
        .prepare<[string, string], { request_id: string; answer: string }>(
          'SELECT request_id, answer FROM ln_retry_keys WHERE channel_id = ? AND key = ?',
        )
        .get(account.channelId, key.toLowerCase());
      if (accepted) {
        throw new LineProblem(409, 'The retry key is already accepted', {
          extra: JSON.parse(accepted.answer) as Record<string, unknown>,
          headers: { 'x-line-accepted-request-id': accepted.request_id },
        });
      }
      const result = send();
      database
        .prepare('INSERT INTO ln_retry_keys VALUES (?, ?, ?, ?, ?)')
        .run(account.channelId, key.toLowerCase(), requestId, JSON.stringify(result), now());
      return result;
    })();
  }

  /** Recipients charged in the running month (counted in UTC+9). */
  usage(channelId: string): number {
    const row = this.#with.database
      .prepare<[string, string], { sent: number }>('SELECT sent FROM ln_usage WHERE channel_id = ? AND month = ?')
      .get(channelId, this.#month());
    return row?.sent ?? 0;
  }

  /** Sets what was used of the running month's quota. */
  setUsage(channelId: string, sent: number): void {
    this.#with.database.prepare('INSERT OR REPLACE INTO ln_usage VALUES (?, ?, ?)').run(channelId, this.#month(), sent);
  }

  #month(): string {
    return new Date(this.#with.now() + UTC_PLUS_9_MS).toISOString().slice(0, 7);
  }

  /** Whether a message to this chat arrives. Throws 400 when the channel does not know the user or is not in the group. */
  #reachable(channelId: string, to: string): boolean {
    const { friends, groups, now } = this.#with;
    if (isGroupId(to)) {
      const group = groups.find(to);
      if (group?.channelId !== channelId || !group.isBotInside) throw new LineProblem(400, 'Failed to send messages');
      return true;
    }
    if (friends.customer(to) === null) throw new LineProblem(400, 'Failed to send messages');
    const { state, lastWroteAt } = friends.friendship(channelId, to);
    return state === 'following' || (state === 'none' && lastWroteAt !== null && now() - lastWroteAt < WROTE_LATELY_MS);
  }

  #headsOf(to: string): number {
    return isGroupId(to) ? this.#with.groups.memberIds(to).length : 1;
  }

  #charge(account: OfficialAccount, recipients: number): void {
    const used = this.usage(account.channelId);
    if (account.quotaType === 'limited' && used + Math.max(recipients, 1) > account.quotaValue) {
      throw monthlyLimit();
    }
    if (recipients > 0) this.setUsage(account.channelId, used + recipients);
  }

  /** Quotes are of messages of this chat, mentions of people in it. */
  #checkFit(channelId: string, chatId: string, messages: readonly JsonObject[]): void {
    const wrongQuotes = messages.flatMap((message, i) => {
      if (typeof message.quoteToken !== 'string') return [];
      const quoted = this.#quotedOf(message.quoteToken);
      if (quoted?.channelId === channelId && quoted.chatId === chatId) return [];
      return [{ message: 'The quote token is invalid', property: `messages[${i}].quoteToken` }];
    });
    const memberIds = isGroupId(chatId) ? this.#with.groups.memberIds(chatId) : null;
    const details = [...wrongQuotes, ...addresseeProblems(messages, memberIds)];
    if (details.length > 0) throw invalidBody(details);
  }

  #quotedOf(quoteToken: string): ChatMessage | null {
    const id = messageIdOfToken(this.#with.seed, 'quote', quoteToken);
    return id === null ? null : this.#with.chatLog.find(id);
  }

  #deliver(
    channelId: string,
    chatId: string,
    messages: readonly JsonObject[],
    sentBy: SentBy,
    isDelivered: boolean,
  ): ChatMessage[] {
    const at = this.#with.now();
    const stored = messages.map((message) =>
      this.#with.chatLog.add({
        channelId,
        chatId,
        direction: 'out',
        type: String(message.type),
        body: message,
        sentBy,
        at,
        isDelivered,
      }),
    );
    this.#with.sentMedia.add(stored);
    this.#with.onChange(channelId, chatId);
    return stored;
  }

  #sentOf(message: ChatMessage): SentMessage {
    const { quoteToken } = messageTokensOf(this.#with.seed, message.id);
    return WITH_QUOTE_TOKEN.has(message.type) ? { id: message.id, quoteToken } : { id: message.id };
  }
}
