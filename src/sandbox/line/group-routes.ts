import { Hono } from 'hono';
import { afterOf, startOf } from './continuation';
import type { LineEnv } from './gate';
import type { PictureUrl } from './picture-routes';
import { LineProblem, notFound } from './problems';
import type { LineState } from './state';

const MEMBER_IDS_PER_PAGE = 100;

/** Groups and rooms: summary (groups alone), members, leaving. A chat without the account, and a member who left, tell nothing. */
export function groupRoutes(state: LineState, pictureUrl: PictureUrl): Hono<LineEnv> {
  const app = new Hono<LineEnv>();

  const chatOf = (channelId: string, kind: 'group' | 'room', id: string) => {
    const group = state.groups.find(id);
    if (group?.kind !== kind || group.channelId !== channelId || !group.isBotInside) throw notFound();
    return group;
  };

  app.get('/v2/bot/group/:id/summary', (c) => {
    const { groupId, name } = chatOf(c.var.account.channelId, 'group', c.req.param('id'));
    return c.json({ groupId, groupName: name, pictureUrl: pictureUrl(groupId) });
  });

  for (const kind of ['group', 'room'] as const) {
    app.get(`/v2/bot/${kind}/:id/members/count`, (c) => {
      const { groupId } = chatOf(c.var.account.channelId, kind, c.req.param('id'));
      return c.json({ count: state.groups.memberIds(groupId).length });
    });

    app.get(`/v2/bot/${kind}/:id/members/ids`, (c) => {
      if (!c.var.account.isVerified) throw new LineProblem(403, 'Access to this API is not available for your account');
      const ids = state.groups.memberIds(chatOf(c.var.account.channelId, kind, c.req.param('id')).groupId);
      const start = afterOf(c.req.query('start'), state.now());
      const page = ids.filter((userId) => userId > start).slice(0, MEMBER_IDS_PER_PAGE);
      const last = page.at(-1);
      const isMore = last !== undefined && last !== ids.at(-1);
      return c.json(isMore ? { memberIds: page, next: startOf(last, state.now()) } : { memberIds: page });
    });

    app.get(`/v2/bot/${kind}/:id/member/:userId`, (c) => {
      const { groupId } = chatOf(c.var.account.channelId, kind, c.req.param('id'));
      const userId = c.req.param('userId');
      const customer = state.groups.memberIds(groupId).includes(userId) ? state.friends.customer(userId) : null;
      if (customer === null) throw notFound();
      const { displayName, hasPicture } = customer;
      return c.json({ userId, displayName, ...(hasPicture ? { pictureUrl: pictureUrl(userId) } : {}) });
    });

    app.post(`/v2/bot/${kind}/:id/leave`, (c) => {
      state.groups.setBotInside(chatOf(c.var.account.channelId, kind, c.req.param('id')).groupId, false);
      return c.json({});
    });
  }

  return app;
}
