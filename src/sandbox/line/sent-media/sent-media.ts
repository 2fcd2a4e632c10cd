import type { ChatMessage } from '../chat-log';
import type { LineDatabase } from '../database';
import { checkMedia, type MediaCheck } from './fetch-media';
import { type MediaLink, type MediaUse, mediaLinksOf } from './media-links';

/** A file that a sent message points to, and whether phones can show it. */
export interface SentMediaEntry extends MediaLink {
  readonly messageId: string;
  readonly channelId: string;
  readonly chatId: string;
  readonly state: 'pending' | 'ok' | 'broken';
  readonly problem: MediaCheck['problem'];
  readonly detail: string | null;
  readonly contentType: string | null;
  readonly byteSize: number | null;
}

interface MediaRow {
  message_id: string;
  path: string;
  channel_id: string;
  chat_id: string;
  url: string;
  use: MediaUse;
  state: SentMediaEntry['state'];
  problem: MediaCheck['problem'];
  detail: string | null;
  content_type: string | null;
  byte_size: number | null;
}

interface SentMediaOptions {
  readonly database: LineDatabase;
  readonly onChange: (channelId: string, chatId: string) => void;
}

const AT_ONCE = 4;

/**
 * Fetches what messages of Official Accounts point to, as the phones do that get them, and remembers what could not be shown. A link is
 * `pending` until then; links of a stopped process are fetched at the next start.
 */
export class SentMedia {
  readonly #database: LineDatabase;
  readonly #onChange: SentMediaOptions['onChange'];
  readonly #stop = new AbortController();
  readonly #queue: MediaRow[] = [];
  readonly #checks = new Map<string, Promise<MediaCheck>>();
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor({ database, onChange }: SentMediaOptions) {
    this.#database = database;
    this.#onChange = onChange;
    this.#queue.push(...this.#rows("WHERE state = 'pending'"));
    setImmediate(() => this.#run());
  }

  /** Takes the links of messages that arrive on a phone. The fetching begins after the running transaction. */
  add(messages: readonly ChatMessage[]): void {
    const insert = this.#database.prepare<unknown[], MediaRow>(
      `INSERT OR IGNORE INTO ln_sent_media (message_id, path, channel_id, chat_id, url, use, state)
       VALUES (?, ?, ?, ?, ?, ?, 'pending') RETURNING *`,
    );
    for (const message of messages) {
      for (const { path, url, use } of message.isDelivered ? mediaLinksOf(message.body) : []) {
        const row = insert.get(message.id, path, message.channelId, message.chatId, url, use);
        if (row) this.#queue.push(row);
      }
    }
    if (this.#queue.length > 0) setImmediate(() => this.#run());
  }

  /** The links of a message. */
  of(messageId: string): SentMediaEntry[] {
    return this.#rows('WHERE message_id = ?', messageId).map(entryOf);
  }

  /** The links of everything that was sent, in order. */
  list(): SentMediaEntry[] {
    return this.#rows('').map(entryOf);
  }

  /** Waits until nothing is being fetched any more. Every fetch has a deadline, so this has one. */
  settled(): Promise<void> {
    if (this.#queue.length === 0 && this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** Ends what is under way. The database may be closed afterwards. */
  close(): void {
    this.#stop.abort();
    this.#queue.length = 0;
  }

  #run(): void {
    while (this.#running < AT_ONCE && !this.#stop.signal.aborted) {
      const row = this.#queue.shift();
      if (row === undefined) break;
      this.#running += 1;
      void this.#check(row).finally(() => {
        this.#running -= 1;
        this.#run();
      });
    }
    if (this.#queue.length > 0 || this.#running > 0) return;
    // The same file is fetched anew for the next message: it may have gone meanwhile.
    this.#checks.clear();
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }

  async #check(row: MediaRow): Promise<void> {
    const key = `${row.use} ${row.url}`;
    const check = this.#checks.get(key) ?? checkMedia(row.url, row.use, this.#stop.signal);
    this.#checks.set(key, check);
    const { state, problem, detail, contentType, byteSize } = await check;
    if (this.#stop.signal.aborted) return;
    this.#database
      .prepare(
        `UPDATE ln_sent_media SET state = ?, problem = ?, detail = ?, content_type = ?, byte_size = ?
         WHERE message_id = ? AND path = ?`,
      )
      .run(state, problem, detail, contentType, byteSize, row.message_id, row.path);
    this.#onChange(row.channel_id, row.chat_id);
  }

  #rows(where: string, ...values: string[]): MediaRow[] {
    return this.#database
      .prepare<string[], MediaRow>(`SELECT * FROM ln_sent_media ${where} ORDER BY message_id, path`)
      .all(...values);
  }
}

function entryOf(row: MediaRow): SentMediaEntry {
  return {
    messageId: row.message_id,
    channelId: row.channel_id,
    chatId: row.chat_id,
    path: row.path,
    url: row.url,
    use: row.use,
    state: row.state,
    problem: row.problem,
    detail: row.detail,
    contentType: row.content_type,
    byteSize: row.byte_size,
  };
}
