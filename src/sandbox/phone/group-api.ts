import type { Hono } from 'hono';
import { z } from 'zod';
import type { Group } from '../line/groups';
import type { PictureUrl } from '../line/picture-routes';
import { LineProblem } from '../line/problems';
import type { LineState } from '../line/state';

/** Without a name it is a room. */
const createBody = z.object({ name: z.string().min(1).max(100).optional(), memberIds: z.array(z.string()).min(1) });
const membersBody = z.object({ change: z.enum(['joined', 'left']), memberIds: z.array(z.string()).min(1) });
const nameBody = z.object({ name: z.string().min(1).max(100) });

/** What people do with groups on their phones: make one with the account in it, come and go, put the account out and in again. */
export function mountGroupApi(app: Hono, state: LineState, pictureUrl: PictureUrl): void {
  const channelOf = (reference: string) => {
    const account = state.accounts.resolve(reference);
    if (account === null) throw new LineProblem(404, 'There is no such Official Account');
    return account.channelId;
  };
  const groupOf = (groupId: string): Group => {
    const group = state.groups.find(groupId);
    if (group === null) throw new LineProblem(404, 'There is no such group');
    return group;
  };

  app.get('/accounts/:account/groups', (c) =>
    c.json(
      state.groups.list(channelOf(c.req.param('account'))).map((group) => ({
        ...group,
        pictureUrl: pictureUrl(group.groupId),
        members: state.groups.memberIds(group.groupId).flatMap((userId) => {
          const customer = state.friends.customer(userId);
          if (customer === null) return [];
          const { displayName, hasPicture } = customer;
          return [{ userId, displayName, pictureUrl: hasPicture ? pictureUrl(userId) : null }];
        }),
      })),
    ),
  );
  app.post('/accounts/:account/groups', async (c) => {
    const { name, memberIds } = createBody.parse(await c.req.json());
    const groupId = await state.groupActs.create(channelOf(c.req.param('account')), name ?? null, memberIds);
    return c.json({ groupId }, 201);
  });
  app.patch('/groups/:groupId', async (c) => {
    const { name } = nameBody.parse(await c.req.json());
    state.groups.rename(groupOf(c.req.param('groupId')).groupId, name);
    return c.json({});
  });
  app.post('/groups/:groupId/members', async (c) => {
    const { change, memberIds } = membersBody.parse(await c.req.json());
    await state.groupActs.changeMembers(c.req.param('groupId'), change, memberIds);
    return c.json({});
  });
  app.post('/groups/:groupId/remove-bot', async (c) => {
    await state.groupActs.removeBot(c.req.param('groupId'));
    return c.json({});
  });
  app.post('/groups/:groupId/invite-bot', async (c) => {
    await state.groupActs.inviteBot(c.req.param('groupId'));
    return c.json({});
  });
}
