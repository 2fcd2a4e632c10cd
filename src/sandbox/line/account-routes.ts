import { Hono } from 'hono';
import { afterOf, startOf } from './continuation';
import { jsonBody, type LineEnv } from './gate';
import { messageIdOfToken } from './identifiers';
import { Findings, isAcceptableUrl } from './messages/findings';
import type { PictureUrl } from './picture-routes';
import { invalidBody, invalidProperty, LineProblem, notFound } from './problems';
import type { LineState } from './state';
import { webhookBody } from './webhook-body';

const FOLLOWERS_DEFAULT = 300;
const FOLLOWERS_MAX = 1_000;
const MAX_ENDPOINT_CHARS = 500;

/** Bot info, profiles, friends, webhook settings, read state (facts/line-api sections 4.7, 8 and 9). */
export function accountRoutes(state: LineState, pictureUrl: PictureUrl): Hono<LineEnv> {
  const app = new Hono<LineEnv>();

  app.get('/v2/bot/info', (c) => {
    const { botUserId, basicId, displayName, chatMode } = c.var.account;
    return c.json({
      userId: botUserId,
      basicId,
      displayName,
      pictureUrl: pictureUrl(botUserId, 'brand'),
      chatMode,
      markAsReadMode: chatMode === 'chat' ? 'manual' : 'auto',
    });
  });

  const profileOf = (userId: string) => {
    const customer = state.friends.customer(userId);
    if (customer === null) throw notFound();
    return {
      userId,
      displayName: customer.displayName,
      ...(customer.hasPicture ? { pictureUrl: pictureUrl(userId) } : {}),
      ...(customer.statusMessage === null ? {} : { statusMessage: customer.statusMessage }),
      language: customer.language,
    };
  };

  app.get('/v2/bot/profile/:userId', (c) => {
    const userId = c.req.param('userId');
    if (!/^U[0-9a-f]{32}$/.test(userId)) throw new LineProblem(400, "The value for the 'userId' parameter is invalid");
    const friendship = state.friends.friendship(c.var.account.channelId, userId);
    const isReadable =
      friendship.state === 'following' || (friendship.state === 'none' && friendship.lastWroteAt !== null);
    if (!isReadable) throw notFound();
    return c.json(profileOf(userId));
  });

  app.get('/v2/bot/followers/ids', (c) => {
    if (!c.var.account.isVerified) throw new LineProblem(403, 'Access to this API is not available for your account');
    const limit = c.req.query('limit') === undefined ? FOLLOWERS_DEFAULT : Number(c.req.query('limit'));
    if (!Number.isInteger(limit) || limit < 1 || limit > FOLLOWERS_MAX)
      throw new LineProblem(400, 'Invalid limit param');
    const userIds = state.friends.followerIds(
      c.var.account.channelId,
      afterOf(c.req.query('start'), state.now()),
      limit + 1,
    );
    const page = userIds.slice(0, limit);
    const last = page.at(-1);
    return c.json(
      userIds.length > limit && last !== undefined
        ? { userIds: page, next: startOf(last, state.now()) }
        : { userIds: page },
    );
  });

  app.put('/v2/bot/channel/webhook/endpoint', async (c) => {
    const endpoint = (await jsonBody(c)).endpoint;
    if (typeof endpoint !== 'string' || !isAcceptableUrl(endpoint, MAX_ENDPOINT_CHARS))
      throw new LineProblem(400, 'Invalid webhook endpoint URL');
    state.accounts.setEndpoint(c.var.account.channelId, endpoint);
    return c.json({});
  });

  app.get('/v2/bot/channel/webhook/endpoint', (c) => {
    const { endpoint, isEndpointActive } = c.var.account;
    if (endpoint === null) throw notFound('Webhook endpoint not found');
    return c.json({ endpoint, active: isEndpointActive });
  });

  app.post('/v2/bot/channel/webhook/test', async (c) => {
    const given = (await c.req.text()) === '' ? undefined : (await jsonBody(c)).endpoint;
    const endpoint = given ?? c.var.account.endpoint;
    if (endpoint === null) throw notFound('Webhook endpoint not found');
    if (typeof endpoint !== 'string' || !isAcceptableUrl(endpoint, MAX_ENDPOINT_CHARS))
      throw new LineProblem(400, 'Invalid webhook endpoint URL');
    const body = webhookBody(c.var.account.botUserId, [], false);
    const outcome = await state.webhooks.post(c.var.account, endpoint, body, 'test');
    return c.json({ success: outcome.reason === 'OK', timestamp: new Date(state.now()).toISOString(), ...outcome });
  });

  app.post('/v2/bot/chat/markAsRead', async (c) => {
    const token = (await jsonBody(c)).markAsReadToken;
    const id = typeof token === 'string' ? messageIdOfToken(state.seed, 'read', token) : null;
    const message = id === null ? null : state.chatLog.find(id);
    if (message?.channelId !== c.var.account.channelId) throw new LineProblem(400, 'Invalid markAsReadToken');
    if (c.var.account.chatMode === 'chat') state.chatLog.markRead(message, state.now());
    return c.json({});
  });

  // The earlier endpoint is for accounts that applied for it; ours never did (section 9).
  app.post('/v2/bot/message/markAsRead', () => {
    throw new LineProblem(403, 'Access to this API is not available for your account');
  });

  app.post('/v2/bot/chat/loading/start', async (c) => {
    const { chatId, loadingSeconds = 20 } = await jsonBody(c);
    if (typeof chatId !== 'string' || !/^U[0-9a-f]{32}$/.test(chatId)) throw invalidProperty('chatId');
    if (typeof loadingSeconds !== 'number' || loadingSeconds % 5 !== 0 || loadingSeconds < 5 || loadingSeconds > 60) {
      const findings = new Findings();
      findings.add('loadingSeconds', 'Must be a multiple of 5 between 5 and 60');
      throw invalidBody(findings.details);
    }
    state.setNote(
      `loading:${c.var.account.channelId}:${chatId}`,
      `${state.now()}-${state.now() + loadingSeconds * 1_000}`,
    );
    return c.json({}, 202);
  });

  app.post('/v2/bot/user/:userId/linkToken', (c) => {
    const userId = c.req.param('userId');
    if (state.friends.friendship(c.var.account.channelId, userId).state !== 'following') throw notFound();
    return c.json({ linkToken: state.linkTokens.issue(c.var.account.channelId, userId) });
  });

  return app;
}
