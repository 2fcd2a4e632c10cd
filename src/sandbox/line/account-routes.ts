import { Hono } from 'hono';
import { jsonBody, type LineEnv } from './gate';
import { messageIdOfToken } from './identifiers';
import { Findings, isAcceptableUrl } from './messages/findings';
import type { PictureUrl } from './picture-routes';
import { invalidBody, invalidProperty, LineProblem, notFound } from './problems';
import type { LineState } from './state';
import { webhookBody } from './webhook-body';

const FOLLOWERS_DEFAULT = 300;
const FOLLOWERS_MAX = 1_000;
const FOLLOWERS_TOKEN_LIFE_MS = 86_400_000;
const MAX_ENDPOINT_CHARS = 500;
const MEMBER_IDS_PER_PAGE = 100;

/** Bot info, profiles, friends, groups, webhook settings, read state (facts/line-api sections 4.7, 8 and 9). */
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

  const groupOf = (channelId: string, groupId: string) => {
    const group = state.groups.find(groupId);
    if (group?.channelId !== channelId || !group.isBotInside) throw notFound();
    return group;
  };

  app.get('/v2/bot/group/:groupId/summary', (c) => {
    const group = groupOf(c.var.account.channelId, c.req.param('groupId'));
    return c.json({ groupId: group.groupId, groupName: group.name, pictureUrl: pictureUrl(group.groupId) });
  });

  app.get('/v2/bot/group/:groupId/members/count', (c) => {
    const group = groupOf(c.var.account.channelId, c.req.param('groupId'));
    return c.json({ count: state.groups.memberIds(group.groupId).length });
  });

  app.get('/v2/bot/group/:groupId/members/ids', (c) => {
    if (!c.var.account.isVerified) throw new LineProblem(403, 'Access to this API is not available for your account');
    const group = groupOf(c.var.account.channelId, c.req.param('groupId'));
    const ids = state.groups.memberIds(group.groupId);
    const start = afterOf(c.req.query('start'), state.now());
    const page = ids.filter((userId) => userId > start).slice(0, MEMBER_IDS_PER_PAGE);
    const last = page.at(-1);
    return c.json(
      last !== undefined && last !== ids.at(-1)
        ? { memberIds: page, next: startOf(last, state.now()) }
        : { memberIds: page },
    );
  });

  app.get('/v2/bot/group/:groupId/member/:userId', (c) => {
    const group = groupOf(c.var.account.channelId, c.req.param('groupId'));
    const userId = c.req.param('userId');
    if (!state.groups.memberIds(group.groupId).includes(userId)) throw notFound();
    const { displayName, pictureUrl: picture } = profileOf(userId);
    return c.json({ userId, displayName, ...(picture === undefined ? {} : { pictureUrl: picture }) });
  });

  app.post('/v2/bot/group/:groupId/leave', (c) => {
    state.groups.setBotInside(groupOf(c.var.account.channelId, c.req.param('groupId')).groupId, false);
    return c.json({});
  });

  return app;
}

/** A continuation token: where the page ended and when it was made, since it lives for a day. */
function startOf(lastUserId: string, at: number): string {
  return Buffer.from(`${at}:${lastUserId}`).toString('base64url');
}

function afterOf(start: string | undefined, at: number): string {
  if (start === undefined) return '';
  const [issuedAt, userId] = Buffer.from(start, 'base64url').toString('utf8').split(':');
  if (userId === undefined || !(at - Number(issuedAt) < FOLLOWERS_TOKEN_LIFE_MS))
    throw new LineProblem(400, 'Invalid start param');
  return userId;
}
