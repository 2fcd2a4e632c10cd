import type { LineDatabase } from './database';
import { type Counter, messageIdOf } from './identifiers';

/** How the Official Account sent a message. */
export type SentBy = 'reply' | 'push' | 'multicast';

/** One message of a chat. `in`: from a customer to the Official Account; `body` is the message object without its tokens. Times are epoch ms. */
export interface ChatMessage {
  readonly seq: number;
  readonly id: string;
  readonly channelId: string;
  readonly chatId: string;
  readonly userId: string | null;
  readonly direction: 'in' | 'out';
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly sentBy: SentBy | null;
  readonly at: number;
  readonly isHistory: boolean;
  /** False for a message to somebody who blocked the account or deleted LINE: accepted, but on no phone. */
  readonly isDelivered: boolean;
  readonly readAt: number | null;
  readonly unsentAt: number | null;
  /** When its text was last changed, and how often. */
  readonly editedAt: number | null;
  readonly edits: number;
  readonly mediaKey: string | null;
  /** When a video or audio file can be fetched; null for everything else. */
  readonly readyAt: number | null;
  /** True when its preparation ends without a file. */
  readonly isBroken: boolean;
}

/** A message to be added; what is left out is null or false, `isDelivered` is true. */
export type NewChatMessage = Pick<ChatMessage, 'channelId' | 'chatId' | 'direction' | 'type' | 'body' | 'at'> &
  Partial<Pick<ChatMessage, 'userId' | 'sentBy' | 'isHistory' | 'isDelivered' | 'mediaKey' | 'readyAt' | 'isBroken'>>;

interface MessageRow {
  seq: number;
  id: string;
  channel_id: string;
  chat_id: string;
  user_id: string | null;
  direction: 'in' | 'out';
  type: string;
  body: string;
  sent_by: SentBy | null;
  at: number;
  is_history: number;
  is_delivered: number;
  read_at: number | null;
  unsent_at: number | null;
  edited_at: number | null;
  edits: number;
  is_broken: number;
  media_key: string | null;
  ready_at: number | null;
}

/** Every message between customers and Official Accounts. */
export class ChatLog {
  readonly #database: LineDatabase;
  readonly #counter: Counter;
  readonly #insert;
  readonly #byId;

  constructor(database: LineDatabase, counter: Counter) {
    this.#database = database;
    this.#counter = counter;
    this.#insert = database.prepare<unknown[], MessageRow>(
      `INSERT INTO ln_messages (seq, id, channel_id, chat_id, user_id, direction, type, body, sent_by, at, is_history, is_delivered, media_key, ready_at, is_broken)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    );
    this.#byId = database.prepare<[string], MessageRow>('SELECT * FROM ln_messages WHERE id = ?');
  }

  /** Adds a message and gives it its id. */
  add(message: NewChatMessage): ChatMessage {
    const seq = this.#counter.next('message');
    const row = this.#insert.get(
      seq,
      messageIdOf(seq),
      message.channelId,
      message.chatId,
      message.userId ?? null,
      message.direction,
      message.type,
      JSON.stringify(message.body),
      message.sentBy ?? null,
      message.at,
      Number(message.isHistory ?? false),
      Number(message.isDelivered ?? true),
      message.mediaKey ?? null,
      message.readyAt ?? null,
      Number(message.isBroken ?? false),
    );
    if (!row) throw new Error('the message was not stored');
    return messageOf(row);
  }

  /** The message with this id, or null. */
  find(id: string): ChatMessage | null {
    const row = this.#byId.get(id);
    return row ? messageOf(row) : null;
  }

  /** The last messages of a chat, oldest first; with `beforeSeq` those before it. */
  chat(channelId: string, chatId: string, limit = 100, beforeSeq = Number.MAX_SAFE_INTEGER): ChatMessage[] {
    return this.#database
      .prepare<[string, string, number, number], MessageRow>(
        'SELECT * FROM ln_messages WHERE channel_id = ? AND chat_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
      )
      .all(channelId, chatId, beforeSeq, limit)
      .map(messageOf)
      .reverse();
  }

  /** Past messages of one direction and account, by sequence number after a given one. */
  history(channelId: string, direction: 'in' | 'out', afterSeq: number, limit: number): ChatMessage[] {
    return this.#database
      .prepare<[string, string, number, number], MessageRow>(
        'SELECT * FROM ln_messages WHERE channel_id = ? AND direction = ? AND is_history = 1 AND seq > ? ORDER BY seq LIMIT ?',
      )
      .all(channelId, direction, afterSeq, limit)
      .map(messageOf);
  }

  /** Changes what a message says; what it said before is kept for {@link firstBody}. */
  edit(id: string, body: Readonly<Record<string, unknown>>, at: number): void {
    this.#database.prepare('INSERT INTO ln_edits SELECT id, ?, body FROM ln_messages WHERE id = ?').run(at, id);
    this.#database
      .prepare('UPDATE ln_messages SET body = ?, edited_at = ?, edits = edits + 1 WHERE id = ?')
      .run(JSON.stringify(body), at, id);
  }

  /** What a message said when it was sent. */
  firstBody(message: ChatMessage): Readonly<Record<string, unknown>> {
    if (message.edits === 0) return message.body;
    const row = this.#database
      .prepare<[string], { body: string }>('SELECT body FROM ln_edits WHERE message_id = ? ORDER BY at, rowid LIMIT 1')
      .get(message.id);
    return row ? (JSON.parse(row.body) as Readonly<Record<string, unknown>>) : message.body;
  }

  /** Takes a message back; its content is gone from then on. */
  unsend(id: string, at: number): void {
    this.#database.prepare('UPDATE ln_messages SET unsent_at = ? WHERE id = ? AND unsent_at IS NULL').run(at, id);
  }

  /** Marks everything that customers wrote in the message's chat, up to this message, as read. */
  markRead(message: ChatMessage, at: number): void {
    this.#database
      .prepare(
        "UPDATE ln_messages SET read_at = ? WHERE channel_id = ? AND chat_id = ? AND direction = 'in' AND seq <= ? AND read_at IS NULL",
      )
      .run(at, message.channelId, message.chatId, message.seq);
  }

  /** How many messages there are of each direction. */
  counts(): { in: number; out: number } {
    const rows = this.#database
      .prepare<[], { direction: 'in' | 'out'; n: number }>(
        'SELECT direction, count(*) AS n FROM ln_messages GROUP BY direction',
      )
      .all();
    return { in: rows.find((r) => r.direction === 'in')?.n ?? 0, out: rows.find((r) => r.direction === 'out')?.n ?? 0 };
  }
}

function messageOf(row: MessageRow): ChatMessage {
  return {
    seq: row.seq,
    id: row.id,
    channelId: row.channel_id,
    chatId: row.chat_id,
    userId: row.user_id,
    direction: row.direction,
    type: row.type,
    body: JSON.parse(row.body) as Readonly<Record<string, unknown>>,
    sentBy: row.sent_by,
    at: row.at,
    isHistory: row.is_history === 1,
    isDelivered: row.is_delivered === 1,
    readAt: row.read_at,
    unsentAt: row.unsent_at,
    editedAt: row.edited_at,
    edits: row.edits,
    mediaKey: row.media_key,
    readyAt: row.ready_at,
    isBroken: row.is_broken === 1,
  };
}
