import type Database from 'better-sqlite3';
import type { HubSpotClient } from './context';
import type { GrantStore } from './grants';
import type { ChangeSource } from './history-store';
import type { ObjectType } from './object-types';
import { prepared } from './prepared';
import { signatureV1, signatureV3 } from './webhook-signature';
import type { WebhookSubscription } from './webhook-subscriptions';

/** How webhooks leave; may be turned while the stand-in runs. */
export type WebhookSettings = {
  /** Null switches webhooks off: nothing is queued. */
  targetUrl: string | null;
  subscriptions: readonly WebhookSubscription[];
  /** Multiplies the waits between attempts; 1 is a schedule over about a day. */
  retryDelayScale: number;
  /** An answer later than this counts as a failure. */
  deadlineMs: number;
  /** True holds everything back; what piled up leaves when it is false again. */
  isPaused: boolean;
  /** Events of one body at most; 100 as upstream (facts section 11.4). */
  mostPerBody: number;
  /** Every n-th event is delivered a second time, in a later body; 0 never. */
  duplicateEvery: number;
  /** A number shuffles the due events, equally for equal numbers; null sends them in the order they came. */
  shuffleSeed: number | null;
};

/** How webhooks leave unless told otherwise. */
export const calmWebhooks = { isPaused: false, mostPerBody: 100, duplicateEvery: 0, shuffleSeed: null } as const;

/** One change, before the fields that every event has are added. */
export type ChangeEvent = {
  readonly name:
    | 'creation'
    | 'propertyChange'
    | 'deletion'
    | 'merge'
    | 'restore'
    | 'privacyDeletion'
    | 'associationChange';
  readonly type: ObjectType;
  readonly objectId: number;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Counters for the scenario API. */
export type WebhookState = {
  readonly pending: number;
  readonly delivered: number;
  readonly failedAttempts: number;
  readonly givenUp: number;
};

type EventRow = { id: number; event: string; attempt: number };

const concurrency = 10;
const lastAttempt = 10;
const firstRetryMs = 85_000;
const pollMs = 100;

/**
 * Sends change events to the app. Per event: queued (in the database, with the change itself) -> sending -> gone when a
 * 2xx came within the deadline, else queued again with a later time, up to 10 repeats, then dropped. At most 100 events a
 * body and 10 bodies at once; neither order nor "only once" is promised, as upstream (facts section 11.4).
 */
export class WebhookSender {
  readonly settings: WebhookSettings;
  readonly #database: Database.Database;
  readonly #now: () => number;
  readonly #client: HubSpotClient;
  readonly #grants: GrantStore;
  readonly #log: (message: string) => void;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #active = 0;
  #isClosed = false;
  #emitted = 0;
  #counts = { delivered: 0, failedAttempts: 0, givenUp: 0 };

  constructor(deps: {
    readonly database: Database.Database;
    readonly now: () => number;
    readonly client: HubSpotClient;
    readonly grants: GrantStore;
    readonly settings: WebhookSettings;
    readonly log: (message: string) => void;
  }) {
    this.#database = deps.database;
    this.#now = deps.now;
    this.#client = deps.client;
    this.#grants = deps.grants;
    this.#log = deps.log;
    this.settings = deps.settings;
    this.#database.prepare('UPDATE hs_webhook_event SET sending = 0').run();
    this.#schedule(0);
  }

  /** Queues events of one account. Does nothing without a target, an installed app or a matching subscription. */
  emit(hubId: number, events: readonly ChangeEvent[], source: ChangeSource): void {
    if (this.settings.targetUrl === null || events.length === 0) return;
    const scopes = this.#grants.installedScopes(hubId);
    if (scopes === null) return;
    const insert = prepared(this.#database, 'INSERT INTO hs_webhook_event (event, due_at) VALUES (?, ?)');
    const now = this.#now();
    for (const change of events) {
      const subscriptionType = `${change.type.singular}.${change.name}`;
      const index = this.settings.subscriptions.findIndex(
        (subscription) =>
          subscription.subscriptionType === subscriptionType &&
          (subscription.propertyName === undefined || subscription.propertyName === change.fields.propertyName),
      );
      if (index < 0 || !scopes.has(change.type.readScope)) continue;
      const event = {
        eventId: eventIdOf(change, now),
        subscriptionId: 3_000_001 + index,
        portalId: hubId,
        appId: this.#client.appId,
        occurredAt: now,
        subscriptionType,
        attemptNumber: 0,
        objectId: change.objectId,
        ...change.fields,
        changeSource: source.type === 'MERGE_OBJECTS' ? 'CRM_UI' : source.type,
        ...(source.id === null ? {} : { sourceId: source.id }),
      };
      insert.run(JSON.stringify(event), now);
      this.#emitted += 1;
      const { duplicateEvery } = this.settings;
      // The copy is due later, so that it never shares a body with the first.
      if (duplicateEvery > 0 && this.#emitted % duplicateEvery === 0) insert.run(JSON.stringify(event), now + 1);
    }
    this.#schedule(20);
  }

  /** Looks for due events at once, after settings changed. */
  wake(): void {
    this.#schedule(0);
  }

  /** What is on its way and what became of the rest. */
  state(): WebhookState {
    const pending = this.#database.prepare<[], number>('SELECT count(*) FROM hs_webhook_event').pluck().get() ?? 0;
    return { pending, ...this.#counts };
  }

  /** Stops sending; what is queued stays for the next start. */
  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#abort.abort();
  }

  #schedule(waitMs: number): void {
    if (this.#isClosed || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#pump();
    }, waitMs);
    this.#timer.unref();
  }

  // The scenario clock may jump, so waiting for a due time is polling, not one long timer.
  #pump(): void {
    const { targetUrl, isPaused } = this.settings;
    if (isPaused) return;
    while (!this.#isClosed && targetUrl !== null && this.#active < concurrency) {
      const batch = this.#nextBatch();
      if (batch.length === 0) break;
      this.#active += 1;
      void this.#deliver(targetUrl, batch).finally(() => {
        this.#active -= 1;
        this.#schedule(0);
      });
    }
    if (targetUrl !== null && this.state().pending > 0) this.#schedule(pollMs);
  }

  #nextBatch(): readonly EventRow[] {
    const { shuffleSeed, mostPerBody } = this.settings;
    const order = shuffleSeed === null ? 'due_at, id' : 'attempt, (id * 7919 + ?) * 104729 % 10007, id';
    const due = this.#database
      .prepare<number[], EventRow>(
        `SELECT id, event, attempt FROM hs_webhook_event WHERE sending = 0 AND due_at <= ? ORDER BY ${order} LIMIT ?`,
      )
      .all(this.#now(), ...(shuffleSeed === null ? [] : [shuffleSeed]), mostPerBody);
    const attempt = due[0]?.attempt;
    const batch = due.filter((row) => row.attempt === attempt);
    const mark = this.#database.prepare('UPDATE hs_webhook_event SET sending = 1 WHERE id = ?');
    for (const row of batch) mark.run(row.id);
    return batch;
  }

  async #deliver(targetUrl: string, batch: readonly EventRow[]): Promise<void> {
    const attempt = batch[0]?.attempt ?? 0;
    const body = JSON.stringify(batch.map((row) => ({ ...JSON.parse(row.event), attemptNumber: attempt })));
    const isTaken = await this.#post(targetUrl, body);
    if (this.#isClosed) return;
    if (isTaken) {
      this.#counts.delivered += batch.length;
      this.#forget(batch);
      return;
    }
    this.#counts.failedAttempts += 1;
    if (attempt >= lastAttempt) {
      this.#counts.givenUp += batch.length;
      this.#forget(batch);
      this.#log(`hubspot: gave up ${batch.length} webhook events after ${attempt + 1} attempts`);
      return;
    }
    const waitMs = firstRetryMs * 2 ** attempt * (0.5 + Math.random()) * this.settings.retryDelayScale;
    const again = this.#database.prepare(
      'UPDATE hs_webhook_event SET attempt = ?, due_at = ?, sending = 0 WHERE id = ?',
    );
    for (const row of batch) again.run(attempt + 1, this.#now() + Math.round(waitMs), row.id);
  }

  async #post(targetUrl: string, body: string): Promise<boolean> {
    // The receiver compares the timestamp with its own clock, so it follows the stand-in's.
    const timestamp = this.#now();
    try {
      const answer = await fetch(targetUrl, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) - WebhooksExecutorDaemon-executor',
          'X-HubSpot-Signature': signatureV1(this.#client.clientSecret, body),
          'X-HubSpot-Signature-Version': 'v1',
          'X-HubSpot-Signature-v3': signatureV3(this.#client.clientSecret, 'POST', targetUrl, body, timestamp),
          'X-HubSpot-Request-Timestamp': String(timestamp),
        },
        body,
        signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.settings.deadlineMs)]),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  #forget(batch: readonly EventRow[]): void {
    const remove = this.#database.prepare('DELETE FROM hs_webhook_event WHERE id = ?');
    for (const row of batch) remove.run(row.id);
  }
}

// Upstream does not promise unique event ids, so this one is not unique either: it repeats for equal changes.
function eventIdOf(change: ChangeEvent, now: number): number {
  let hash = 2_166_136_261;
  for (const char of `${change.name}/${change.objectId}/${String(change.fields.propertyName)}/${now}`) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619);
  }
  return hash >>> 0;
}
