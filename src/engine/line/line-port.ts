import type { Problem } from '../../shared/errors/error-code';

/** One bubble in LINE's wire format (line-api facts, section 6). */
export type LineMessageObject = Readonly<Record<string, unknown>> & { readonly type: string };

export interface SentMessage {
  readonly id: string;
  /** With which it can be quoted in the same chat; null where LINE gave none. */
  readonly quoteToken: string | null;
}

/**
 * What LINE's answer to a send proves.
 * - `accepted`: LINE has it (never: the customer has it); `isRepeat` = an earlier call with the same retry key was accepted.
 * - `invalidReplyToken`: nothing was sent by this call; the token is used or expired.
 * - `refused`: nothing was sent, and the same call will be refused again.
 * - `later`: nothing was sent; the same call may be taken later.
 * - `notSent`: the call never left this computer's network, or never got past the sign-in.
 * - `unknown`: LINE may or may not have it (time-out, cut connection, 5xx, unreadable answer).
 */
export type SendOutcome = { readonly status: number | null; readonly requestId: string | null } & (
  | { readonly kind: 'accepted'; readonly isRepeat: boolean; readonly sentMessages: readonly SentMessage[] }
  | { readonly kind: 'invalidReplyToken' }
  | { readonly kind: 'refused' | 'later' | 'notSent' | 'unknown'; readonly problem: Problem }
);

export interface LineBotInfo {
  readonly botUserId: string;
  readonly basicId: string;
  readonly displayName: string;
  readonly pictureUrl: string | null;
  readonly chatMode: string;
}

export interface LineProfile {
  readonly displayName: string;
  readonly pictureUrl: string | null;
  readonly statusMessage: string | null;
  readonly language: string | null;
}

export interface WebhookEndpoint {
  readonly url: string;
  /** The "Use webhook" switch; no API can flip it. */
  readonly isActive: boolean;
}

export interface WebhookTest {
  readonly isSuccess: boolean;
  /** LINE's own word, section 4.7. */
  readonly reason: string;
  readonly statusCode: number;
}

/**
 * What came of fetching a file that a customer sent. `notReady` = LINE still converts it; `unconverted` = LINE could not, and
 * will not; `gone` = unsent or expired.
 * `stored`: all of it is in the given file.
 */
export type ContentOutcome =
  | { readonly kind: 'stored'; readonly contentType: string; readonly byteSize: number; readonly sha256: string }
  | { readonly kind: 'notReady' | 'unconverted' | 'gone' | 'none' };

/**
 * One Messaging API channel, signed in by channel id and secret. Calls other than the two sends reject with LumoError:
 * LINE_UNREACHABLE, LINE_SERVER_ERROR, LINE_RATE_LIMITED, LINE_CHANNEL_REFUSED, LINE_REJECTED.
 */
export interface LineChannel {
  botInfo(): Promise<LineBotInfo>;
  /** null = LINE does not tell (404): keep what is known. */
  profile(userId: string): Promise<LineProfile | null>;
  memberProfile(sourceType: 'group' | 'room', sourceId: string, userId: string): Promise<LineProfile | null>;
  /** People in a group, the account itself not counted; null = LINE does not tell. */
  groupMemberCount(groupId: string): Promise<number | null>;
  groupSummary(groupId: string): Promise<{ name: string; pictureUrl: string | null } | null>;
  /** 'forbidden' = the account may not list its followers (not verified). */
  followers(start: string | null): Promise<{ userIds: readonly string[]; next: string | null } | 'forbidden'>;
  /**
   * A token with which this friend can be led to LINE's account link dialog, once, for 10 minutes (section 10.1).
   * @throws LumoError LINE_RECIPIENT_UNKNOWN when LINE gives none for this user
   */
  linkToken(userId: string): Promise<string>;
  webhookEndpoint(): Promise<WebhookEndpoint | null>;
  setWebhookEndpoint(url: string): Promise<void>;
  testWebhook(url: string): Promise<WebhookTest>;
  quota(): Promise<{ limit: number | null; used: number }>;
  /** Free, once per token, without a retry key: after `unknown` only the same token may be tried again. Never rejects. */
  reply(replyToken: string, messages: readonly LineMessageObject[]): Promise<SendOutcome>;
  /** Costs quota. The same key and messages within 24 h are sent once, however often this is called. Never rejects. */
  push(to: string, messages: readonly LineMessageObject[], retryKey: string): Promise<SendOutcome>;
  /**
   * Shows the customer that everything up to the message of this token was read (section 9). False = LINE does not take the
   * token, now or later.
   */
  markAsRead(token: string): Promise<boolean>;
  /** Fetches the file (or its small picture) of a message into a new file at `path`. */
  content(messageId: string, part: 'content' | 'preview', path: string): Promise<ContentOutcome>;
  /**
   * The same for a file at an address of its own: one that a LIFF page keeps, https only; with `isOurs` one that was sent
   * from this workspace, where the relay of a trial speaks http on this computer.
   */
  external(url: string, path: string, isOurs: boolean): Promise<ContentOutcome>;
}

/** Makes channels. The same id and secret give the same channel, so that its token and its queue are shared. */
export interface LinePort {
  channel(channelId: string, channelSecret: string): LineChannel;
}
