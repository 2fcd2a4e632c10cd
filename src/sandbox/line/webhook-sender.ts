import type { LineDatabase } from './database';
import type { OfficialAccount, OfficialAccounts } from './official-accounts';
import { webhookBody, webhookSignature } from './webhook-body';
import type { WebhookEvent } from './webhook-events';

/** What came of one POST to a webhook endpoint; the words are those of LINE's webhook test (facts/line-api section 4.7). */
export interface PostOutcome {
  readonly statusCode: number;
  readonly reason: 'OK' | 'COULD_NOT_CONNECT' | 'REQUEST_TIMEOUT' | 'ERROR_STATUS_CODE' | 'UNCLASSIFIED';
  readonly detail: string;
}

/** One POST in the log of deliveries. Times are epoch ms. */
export interface WebhookDelivery extends PostOutcome {
  readonly at: number;
  readonly tookMs: number;
  readonly channelId: string;
  readonly url: string;
  readonly kind: 'live' | 'redelivery' | 'history' | 'test' | 'scenario';
  readonly eventIds: readonly string[];
  readonly body: string;
}

interface EventRow {
  id: string;
  channel_id: string;
  body: string;
  attempts: number;
}

interface SenderOptions {
  readonly database: LineDatabase;
  readonly accounts: OfficialAccounts;
  readonly now: () => number;
  readonly deadlineMs: number;
  /** Waits before the second, third, ... attempt. LINE does not tell its own. */
  readonly redeliveryDelaysMs: readonly number[];
  readonly log: (line: string) => void;
}

const MAX_LOGGED = 5_000;
const DUE_CHECK_MS = 250;

/**
 * Sends signed webhooks and keeps what has to be sent again.
 *
 * An event goes out at once, in order within its chat. Every 2xx answer within the deadline ends it. Anything else ends it too when the
 * account's redelivery switch is off; when it is on the event comes again after each of the delays, marked as a redelivery, with the same
 * id. Events wait in the database, so a restart does not lose a redelivery.
 */
export class WebhookSender {
  readonly #options: SenderOptions;
  readonly #chains = new Map<string, Promise<void>>();
  readonly #held = new Map<string, WebhookEvent[]>();
  readonly #timer: NodeJS.Timeout;
  #deliveries: WebhookDelivery[] = [];
  #isClosed = false;
  #isRedelivering = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    // What a stopped process left behind (an attempt under way, events held) is due now.
    options.database
      .prepare(
        "UPDATE ln_events SET state = 'pending', next_attempt_at = ? WHERE state IN ('pending', 'held') AND next_attempt_at IS NULL",
      )
      .run(options.now());
    this.#timer = setInterval(() => void this.redeliverDue(), DUE_CHECK_MS);
    this.#timer.unref();
  }

  /** Takes events that happened together (one body) and sends them; resolves when the first attempt is over. */
  dispatch(channelId: string, chatId: string, events: readonly WebhookEvent[]): Promise<void> {
    const account = this.#options.accounts.find(channelId);
    if (account === null || events.length === 0) return Promise.resolve();
    const held = this.#held.get(channelId);
    for (const event of events) this.#remember(channelId, event, held ? 'held' : 'pending');
    if (held) {
      held.push(...events);
      return Promise.resolve();
    }
    const chain = `${channelId}:${chatId}`;
    const sent = (this.#chains.get(chain) ?? Promise.resolve()).then(() => this.#attempt(channelId, events, 'live'));
    this.#chains.set(chain, sent);
    void sent.then(() => {
      if (this.#chains.get(chain) === sent) this.#chains.delete(chain);
    });
    return sent;
  }

  /** From now on events of this account wait until {@link release}: they will be late. */
  hold(channelId: string): void {
    if (!this.#held.has(channelId)) this.#held.set(channelId, []);
  }

  /** Sends what was held, one body for each event, in the order of the events or against it. Returns how many there were. */
  async release(channelId: string, order: 'same' | 'reversed'): Promise<number> {
    const events = this.#held.get(channelId) ?? [];
    this.#held.delete(channelId);
    for (const event of order === 'same' ? events : events.toReversed())
      await this.#attempt(channelId, [event], 'live');
    return events.length;
  }

  /** Sends events that were already sent once more, as a network that repeats a request does. Returns the outcome. */
  async repeat(eventIds: readonly string[], isRedelivery: boolean): Promise<PostOutcome | null> {
    const find = this.#options.database.prepare<[string], EventRow>('SELECT * FROM ln_events WHERE id = ?');
    const rows = eventIds.flatMap((id) => find.get(id) ?? []);
    const account = rows[0] ? this.#options.accounts.find(rows[0].channel_id) : null;
    if (!account?.endpoint) return null;
    const events = rows.map((row) => JSON.parse(row.body) as WebhookEvent);
    return this.post(account, account.endpoint, webhookBody(account.botUserId, events, isRedelivery), 'scenario', {
      events,
    });
  }

  /** Sends again what is due. Called by a timer, and by the scenario after it has moved the clock. */
  async redeliverDue(): Promise<void> {
    if (this.#isClosed || this.#isRedelivering) return;
    this.#isRedelivering = true;
    try {
      const due = this.#options.database
        .prepare<[number], EventRow>(
          "SELECT * FROM ln_events WHERE state = 'pending' AND next_attempt_at <= ? ORDER BY at LIMIT 200",
        )
        .all(this.#options.now());
      await Promise.all(
        due.map((row) => this.#attempt(row.channel_id, [JSON.parse(row.body) as WebhookEvent], 'redelivery')),
      );
    } finally {
      this.#isRedelivering = false;
    }
  }

  /** POSTs raw bytes with a signature (the true one unless another is given, none for null) and logs the outcome. Never throws. */
  async post(
    account: OfficialAccount,
    url: string,
    body: Buffer,
    kind: WebhookDelivery['kind'],
    more: { events?: readonly WebhookEvent[]; signature?: string | null } = {},
  ): Promise<PostOutcome> {
    const at = this.#options.now();
    const startedAt = performance.now();
    const signature = more.signature === undefined ? webhookSignature(account.channelSecret, body) : more.signature;
    const outcome = await postOnce(url, body, signature, this.#options.deadlineMs);
    this.#deliveries.push({
      at,
      tookMs: Math.round(performance.now() - startedAt),
      channelId: account.channelId,
      url,
      kind,
      eventIds: (more.events ?? []).map((event) => event.webhookEventId),
      body: body.toString('utf8'),
      ...outcome,
    });
    if (this.#deliveries.length > MAX_LOGGED * 1.1) this.#deliveries = this.#deliveries.slice(-MAX_LOGGED);
    if (outcome.reason !== 'OK') this.#options.log(`line webhook to ${url}: ${outcome.reason} ${outcome.detail}`);
    return outcome;
  }

  /** The last deliveries, oldest first. */
  deliveries(): readonly WebhookDelivery[] {
    return this.#deliveries;
  }

  /** Forgets held events, running chains and the log; the database is the caller's to empty. */
  reset(): void {
    this.#held.clear();
    this.#deliveries = [];
  }

  /** Stops sending again. Resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await Promise.all(this.#chains.values());
  }

  async #attempt(channelId: string, events: readonly WebhookEvent[], kind: 'live' | 'redelivery'): Promise<void> {
    const account = this.#options.accounts.find(channelId);
    if (account === null || this.#isClosed) return;
    if (account.endpoint === null || !account.isEndpointActive) return this.#settle(events, 'dropped');
    // The reply token lives from the moment of (re)delivery, see ReplyTokens.
    const at = this.#options.now();
    for (const event of events) {
      this.#options.database
        .prepare('UPDATE ln_events SET attempts = attempts + 1, next_attempt_at = NULL WHERE id = ?')
        .run(event.webhookEventId);
      if (event.replyToken) {
        this.#options.database
          .prepare('UPDATE ln_reply_tokens SET delivered_at = ? WHERE token = ?')
          .run(at, event.replyToken);
      }
    }
    const body = webhookBody(account.botUserId, events, kind === 'redelivery');
    const outcome = await this.post(account, account.endpoint, body, kind, { events });
    if (this.#isClosed) return;
    if (outcome.reason === 'OK') return this.#settle(events, 'delivered');
    for (const event of events) this.#planNext(event.webhookEventId, account.isRedeliveryOn);
  }

  #planNext(eventId: string, isRedeliveryOn: boolean): void {
    const { database, redeliveryDelaysMs, now } = this.#options;
    const attempts =
      database.prepare<[string], { attempts: number }>('SELECT attempts FROM ln_events WHERE id = ?').get(eventId)
        ?.attempts ?? 0;
    const delay = isRedeliveryOn ? redeliveryDelaysMs[attempts - 1] : undefined;
    database
      .prepare('UPDATE ln_events SET state = ?, next_attempt_at = ? WHERE id = ?')
      .run(delay === undefined ? 'failed' : 'pending', delay === undefined ? null : now() + delay, eventId);
  }

  #remember(channelId: string, event: WebhookEvent, state: string): void {
    this.#options.database
      .prepare('INSERT OR IGNORE INTO ln_events VALUES (?, ?, ?, ?, ?, 0, NULL)')
      .run(event.webhookEventId, channelId, event.timestamp, JSON.stringify(event), state);
  }

  #settle(events: readonly WebhookEvent[], state: string): void {
    for (const event of events) {
      this.#options.database
        .prepare('UPDATE ln_events SET state = ?, next_attempt_at = NULL WHERE id = ?')
        .run(state, event.webhookEventId);
    }
  }
}

async function postOnce(url: string, body: Buffer, signature: string | null, deadlineMs: number): Promise<PostOutcome> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'LineBotWebhook/2.0',
        ...(signature === null ? {} : { 'x-line-signature': signature }),
      },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(deadlineMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return { statusCode: answer.status, reason: 'OK', detail: String(answer.status) };
    return { statusCode: answer.status, reason: 'ERROR_STATUS_CODE', detail: String(answer.status) };
  } catch (problem) {
    if (problem instanceof Error && problem.name === 'TimeoutError') {
      return { statusCode: 0, reason: 'REQUEST_TIMEOUT', detail: 'request timeout' };
    }
    const detail = problem instanceof Error && problem.cause instanceof Error ? problem.cause.message : String(problem);
    return {
      statusCode: 0,
      reason: /other side closed|reset|hang up/i.test(detail) ? 'UNCLASSIFIED' : 'COULD_NOT_CONNECT',
      detail,
    };
  }
}
