import { createHash } from 'node:crypto';
import { AccessTokens } from './access-tokens';
import { LinkTokens } from './account-link/link-tokens';
import { ChatLog } from './chat-log';
import { CustomerActs } from './customer-acts';
import { createLineTables, LINE_TABLES, type LineDatabase, resetLineTables } from './database';
import { Friends } from './friends';
import { GroupActs } from './group-acts';
import { Groups } from './groups';
import { Happenings } from './happenings';
import { Counter } from './identifiers';
import { MediaStore } from './media/media-store';
import { OfficialAccounts } from './official-accounts';
import { ReplyTokens } from './reply-tokens';
import { Sending } from './sending';
import { SentMedia } from './sent-media/sent-media';
import { Taps } from './taps';
import { TokenBuckets } from './token-buckets';
import { WebhookSender } from './webhook-sender';

/** Told when a chat has changed, so that open phones can look again. */
export type ChangeListener = (channelId: string, chatId: string) => void;

interface LineStateOptions {
  readonly database: LineDatabase;
  readonly seed: number;
  readonly now: () => number;
  readonly webhookDeadlineMs: number;
  readonly redeliveryDelaysMs: readonly number[];
  readonly log: (line: string) => void;
}

/** Everything that the LINE stand-in knows, in one place: what the wire, the phone and the scenario all act on. */
export class LineState {
  readonly database: LineDatabase;
  readonly seed: number;
  readonly now: () => number;
  readonly counter: Counter;
  readonly accounts: OfficialAccounts;
  readonly friends: Friends;
  readonly groups: Groups;
  readonly chatLog: ChatLog;
  readonly accessTokens: AccessTokens;
  readonly replyTokens: ReplyTokens;
  readonly linkTokens: LinkTokens;
  readonly buckets: TokenBuckets;
  readonly webhooks: WebhookSender;
  readonly sending: Sending;
  readonly sentMedia: SentMedia;
  readonly customers: CustomerActs;
  readonly groupActs: GroupActs;
  readonly taps: Taps;
  readonly happenings: Happenings;
  readonly media: MediaStore;
  readonly #listeners = new Set<ChangeListener>();

  constructor({ database, seed, now, webhookDeadlineMs, redeliveryDelaysMs, log }: LineStateOptions) {
    createLineTables(database);
    this.database = database;
    this.seed = seed;
    this.now = now;
    this.counter = new Counter(database);
    this.accounts = new OfficialAccounts(database);
    this.friends = new Friends(database);
    this.groups = new Groups(database);
    this.chatLog = new ChatLog(database, this.counter);
    this.accessTokens = new AccessTokens(database, this.counter, seed, now);
    this.replyTokens = new ReplyTokens(database, this.counter, seed);
    this.linkTokens = new LinkTokens(database, this.counter, seed, now);
    this.buckets = new TokenBuckets(now);
    this.webhooks = new WebhookSender({
      database,
      accounts: this.accounts,
      now,
      deadlineMs: webhookDeadlineMs,
      redeliveryDelaysMs,
      log,
    });
    const parts = { database, seed, now, friends: this.friends, groups: this.groups, chatLog: this.chatLog };
    const shared = {
      ...parts,
      replyTokens: this.replyTokens,
      onChange: (channelId: string, chatId: string) => this.#tell(channelId, chatId),
    };
    this.sentMedia = new SentMedia({ database, onChange: shared.onChange });
    this.sending = new Sending({ ...shared, sentMedia: this.sentMedia });
    this.media = new MediaStore(database, this.counter);
    this.happenings = new Happenings({ ...shared, counter: this.counter, sender: this.webhooks });
    const acts = { ...shared, counter: this.counter, happenings: this.happenings };
    this.customers = new CustomerActs({ ...acts, accounts: this.accounts, media: this.media });
    this.groupActs = new GroupActs(acts);
    const notes = {
      get: (key: string) => this.note(key),
      set: (key: string, value: string) => this.setNote(key, value),
    };
    this.taps = new Taps({ ...parts, customers: this.customers, notes });
  }

  /** Calls the listener at every change of a chat until the returned function is called. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Empties every table, bucket and log. The caller seeds again. */
  clear(): void {
    resetLineTables(this.database);
    this.buckets.clear();
    this.webhooks.reset();
  }

  /** SHA-256 over every row of every table: equal states have equal hashes. */
  hash(): string {
    const hash = createHash('sha256');
    for (const table of LINE_TABLES) {
      hash.update(table);
      const rows = this.database.prepare<[], unknown>(`SELECT * FROM ${table} ORDER BY 1, 2`).raw();
      for (const row of rows.iterate()) hash.update(JSON.stringify(row));
    }
    return hash.digest('hex');
  }

  /** A small value kept with the state, or null. */
  note(key: string): string | null {
    return (
      this.database.prepare<[string], { value: string }>('SELECT value FROM ln_meta WHERE key = ?').get(key)?.value ??
      null
    );
  }

  /** Keeps a small value with the state. */
  setNote(key: string, value: string): void {
    this.database.prepare('INSERT OR REPLACE INTO ln_meta VALUES (?, ?)').run(key, value);
  }

  #tell(channelId: string, chatId: string): void {
    for (const listener of this.#listeners) listener(channelId, chatId);
  }
}
