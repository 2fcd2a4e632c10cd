import { LineBotClient, type messagingApi } from '@line/bot-sdk';
import PQueue from 'p-queue';
import { LumoError } from '../../shared/errors/lumo-error';
import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import { createAccessToken } from './access-token';
import { fetchFile } from './fetch-file';
import { failureOf, lineError, statusOf } from './line-failure';
import type { LineChannel, LineMessageObject, LineProfile, SendOutcome } from './line-port';
import { outcomeOfFailure, sentMessagesIn } from './send-outcome';
import { withTimeLimit } from './time-limit';

/** The SDK's answer with its headers. */
interface Answer<Body> {
  httpResponse: Response;
  body: Body;
}

export interface ChannelOptions {
  lineApi: string;
  lineData: string;
  channelId: string;
  channelSecret: string;
  clock: Clock;
  logger: Logger;
}

const callLimitMs = 10_000;
/** Of a whole file: 200 MB over a slow line. One that stands still ends much sooner. */
const fileLimitMs = 20 * 60_000;
/** LINE itself calls the console's webhook before it answers a test, and waits for it. */
const webhookTestLimitMs = 30_000;
/** Far below LINE's 2,000 a second; enough that one slow call holds nobody up. */
const concurrentCalls = 16;

/** A channel over `@line/bot-sdk`: own token, own queue, time limits, one new token after a 401. */
export function createLineChannel({
  lineApi,
  lineData,
  channelId,
  channelSecret,
  clock,
  logger,
}: ChannelOptions): LineChannel {
  const token = createAccessToken(lineApi, channelId, channelSecret, clock);
  const queue = new PQueue({ concurrency: concurrentCalls });
  let current: { token: string; client: LineBotClient } | null = null;

  const clientFor = (accessToken: string): LineBotClient => {
    if (current?.token !== accessToken) {
      const client = LineBotClient.fromChannelAccessToken({
        channelAccessToken: accessToken,
        apiBaseURL: lineApi,
        dataApiBaseURL: lineData,
      });
      current = { token: accessToken, client };
    }
    return current.client;
  };

  /** Runs a call with a good token; LINE acted on nothing when it answers 401, so one more try is always safe. */
  const signedIn = async <Result>(limitMs: number, call: (accessToken: string) => Promise<Result>): Promise<Result> => {
    const accessToken = await token.get();
    try {
      return await withTimeLimit(clock, limitMs, call(accessToken));
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
      token.forget(accessToken);
      return withTimeLimit(clock, limitMs, call(await token.get()));
    }
  };
  const note = (name: string, startedAt: number, status: number | null, requestId: string | null) =>
    logger.debug('LINE call', { name, channelId, status, requestId, tookMs: clock.now() - startedAt });

  /** One API call; `priority` puts a person's message before background reading. */
  const ask = async <Body>(
    name: string,
    call: (client: LineBotClient) => Promise<Answer<Body>>,
    { limitMs = callLimitMs, priority = 0 } = {},
  ): Promise<Answer<Body>> =>
    queue.add(
      async () => {
        const startedAt = clock.now();
        try {
          const answer = await signedIn(limitMs, (accessToken) => call(clientFor(accessToken)));
          note(name, startedAt, answer.httpResponse.status, answer.httpResponse.headers.get('x-line-request-id'));
          return answer;
        } catch (error) {
          const failure = failureOf(error);
          const isAnswered = failure.kind === 'answered';
          note(name, startedAt, isAnswered ? failure.status : null, isAnswered ? failure.requestId : null);
          throw error;
        }
      },
      { priority },
    );
  const read = async <Body>(
    name: string,
    call: (client: LineBotClient) => Promise<Answer<Body>>,
    limitMs = callLimitMs,
  ) => {
    try {
      return (await ask(name, call, { limitMs })).body;
    } catch (error) {
      throw lineError(error);
    }
  };
  /** The answer, or null where LINE says that there is none (404) or that it is not for us (403). */
  const readOrNull = async <Body>(
    name: string,
    call: (client: LineBotClient) => Promise<Answer<Body>>,
    options: { priority?: number } = {},
  ) => {
    try {
      return (await ask(name, call, options)).body;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 403 || status === 400) return null;
      throw lineError(error);
    }
  };
  const send = async (
    name: string,
    call: (client: LineBotClient) => Promise<Answer<{ sentMessages: { id: string }[] }>>,
  ): Promise<SendOutcome> => {
    try {
      const { httpResponse, body } = await ask(name, call, { priority: 1 });
      return {
        kind: 'accepted',
        isRepeat: false,
        status: httpResponse.status,
        requestId: httpResponse.headers.get('x-line-request-id'),
        sentMessages: sentMessagesIn(body),
      };
    } catch (error) {
      return outcomeOfFailure(error);
    }
  };

  return {
    async botInfo() {
      const info = await read('botInfo', (client) => client.getBotInfoWithHttpInfo());
      return {
        botUserId: info.userId,
        basicId: info.basicId,
        displayName: info.displayName,
        pictureUrl: info.pictureUrl ?? null,
        chatMode: info.chatMode,
      };
    },
    async profile(userId) {
      return profileOf(await readOrNull('profile', (client) => client.getProfileWithHttpInfo(userId)));
    },
    async memberProfile(sourceType, sourceId, userId) {
      return profileOf(
        await readOrNull(
          'memberProfile',
          (client): Promise<Answer<messagingApi.GroupUserProfileResponse>> =>
            sourceType === 'group'
              ? client.getGroupMemberProfileWithHttpInfo(sourceId, userId)
              : client.getRoomMemberProfileWithHttpInfo(sourceId, userId),
        ),
      );
    },
    async groupSummary(groupId) {
      const found = await readOrNull('groupSummary', (client) => client.getGroupSummaryWithHttpInfo(groupId));
      return found === null ? null : { name: found.groupName, pictureUrl: found.pictureUrl ?? null };
    },
    async groupMemberCount(groupId) {
      const found = await readOrNull('groupMemberCount', (client) => client.getGroupMemberCountWithHttpInfo(groupId));
      return found?.count ?? null;
    },
    async followers(start) {
      try {
        const { body } = await ask('followers', (client) => client.getFollowersWithHttpInfo(start ?? undefined, 1000));
        return { userIds: body.userIds, next: body.next ?? null };
      } catch (error) {
        if (statusOf(error) === 403) return 'forbidden';
        throw lineError(error);
      }
    },
    async linkToken(userId) {
      const issue = (client: LineBotClient) => client.issueLinkTokenWithHttpInfo(userId);
      const found = await readOrNull('linkToken', issue, { priority: 1 });
      if (found === null) throw new LumoError('LINE_RECIPIENT_UNKNOWN', { reason: 'notAFriend' });
      return found.linkToken;
    },
    async webhookEndpoint() {
      const found = await readOrNull('webhookEndpoint', (client) => client.getWebhookEndpointWithHttpInfo());
      return found === null ? null : { url: found.endpoint, isActive: found.active };
    },
    async setWebhookEndpoint(url) {
      await read('setWebhookEndpoint', (client) => client.setWebhookEndpointWithHttpInfo({ endpoint: url }));
    },
    async testWebhook(url) {
      const call = (client: LineBotClient) => client.testWebhookEndpointWithHttpInfo({ endpoint: url });
      const found = await read('testWebhook', call, webhookTestLimitMs);
      return { isSuccess: found.success === true, reason: found.reason, statusCode: found.statusCode };
    },
    async quota() {
      const [limit, consumption] = await Promise.all([
        read('quota', (client) => client.getMessageQuotaWithHttpInfo()),
        read('consumption', (client) => client.getMessageQuotaConsumptionWithHttpInfo()),
      ]);
      return { limit: limit.type === 'limited' ? (limit.value ?? null) : null, used: consumption.totalUsage };
    },
    reply: (replyToken, messages) =>
      send('reply', (client) => client.replyMessageWithHttpInfo({ replyToken, messages: wireMessages(messages) })),
    push: (to, messages, retryKey) =>
      send('push', (client) => client.pushMessageWithHttpInfo({ to, messages: wireMessages(messages) }, retryKey)),
    async content(messageId, part, path) {
      const suffix = part === 'preview' ? '/preview' : '';
      const url = `${lineData}/v2/bot/message/${encodeURIComponent(messageId)}/content${suffix}`;
      try {
        const found = await signedIn(fileLimitMs + 1_000, (accessToken) =>
          fetchFile(url, { path, headers: { authorization: `Bearer ${accessToken}` }, timeLimitMs: fileLimitMs }),
        );
        if (found.kind === 'stored' || part === 'preview') return found;
        // LINE says apart that it failed to convert a clip: otherwise one would wait for ever (section 7)
        const ready = await readOrNull('transcoding', (client) =>
          client.getMessageContentTranscodingByMessageIdWithHttpInfo(messageId),
        );
        return ready?.status === 'failed' ? { kind: 'unconverted' } : found;
      } catch (error) {
        if (part === 'preview' && statusOf(error) === 400) return { kind: 'none' };
        throw lineError(error);
      }
    },
    async markAsRead(markAsReadToken) {
      const call = (client: LineBotClient) => client.markMessagesAsReadByTokenWithHttpInfo({ markAsReadToken });
      return (await readOrNull('markAsRead', call)) !== null;
    },
    async external(url, path, isOurs) {
      const isAllowed = url.startsWith('https://') || (isOurs && isOnThisComputer(url));
      if (!isAllowed) throw new LumoError('MEDIA_FAILED', { reason: 'address' });
      try {
        return await fetchFile(url, { path, headers: {}, timeLimitMs: fileLimitMs });
      } catch (error) {
        throw lineError(error);
      }
    },
  };
}

function isOnThisComputer(url: string): boolean {
  return URL.canParse(url) && /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\//.test(url);
}

/** The outbox stores messages as LINE's JSON; LINE's own check is what decides about their inside. */
function wireMessages(messages: readonly LineMessageObject[]): messagingApi.Message[] {
  return messages.map((message) => message as messagingApi.Message);
}

function profileOf(
  found: { displayName: string; pictureUrl?: string; statusMessage?: string; language?: string } | null,
): LineProfile | null {
  if (found === null) return null;
  return {
    displayName: found.displayName,
    pictureUrl: found.pictureUrl ?? null,
    statusMessage: found.statusMessage ?? null,
    language: found.language ?? null,
  };
}
