import type { Counter } from './identifiers';
import { ulidOf } from './identifiers';
import type { ReplyTokens } from './reply-tokens';
import { sourceOf, type WebhookEvent } from './webhook-events';
import type { WebhookSender } from './webhook-sender';

/** Something that LINE tells an Official Account of: the type and fields of an event, and whether it can be answered for free. */
export interface Happening {
  readonly type: string;
  readonly hasReplyToken: boolean;
  readonly [field: string]: unknown;
}

interface HappeningsOptions {
  readonly seed: number;
  readonly now: () => number;
  readonly counter: Counter;
  readonly replyTokens: ReplyTokens;
  readonly sender: WebhookSender;
  readonly onChange: (channelId: string, chatId: string) => void;
}

/** Turns what happens in a chat into webhook events, and tells open phones. */
export class Happenings {
  readonly #with: HappeningsOptions;

  constructor(options: HappeningsOptions) {
    this.#with = options;
  }

  /** Tells what happened together in one webhook; resolves when the first attempt is over. `userId` null = nobody in particular. */
  async tell(
    channelId: string,
    chatId: string,
    userId: string | null,
    happenings: readonly Happening[],
    at = this.#with.now(),
  ): Promise<void> {
    const events = happenings.map(
      ({ type, hasReplyToken, ...fields }): WebhookEvent => ({
        type,
        ...fields,
        webhookEventId: this.#newId(at),
        timestamp: at,
        source: sourceOf(chatId, userId),
        mode: 'active',
        ...(hasReplyToken ? { replyToken: this.#with.replyTokens.issue(channelId, chatId, at) } : {}),
      }),
    );
    this.#with.onChange(channelId, chatId);
    await this.#with.sender.dispatch(channelId, chatId, events);
  }

  /** Tells something that says nothing of where it happened. */
  async tellWithoutSource(channelId: string, chatId: string, fields: { type: string; [field: string]: unknown }) {
    const at = this.#with.now();
    const event: WebhookEvent = { ...fields, webhookEventId: this.#newId(at), timestamp: at, mode: 'active' };
    await this.#with.sender.dispatch(channelId, chatId, [event]);
  }

  #newId(at: number): string {
    return ulidOf(this.#with.seed, `live:${this.#with.counter.next('event')}`, at);
  }
}
