import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { phoneApi } from '../phone/phone-api';
import type { ExchangeLog } from '../scenario/exchanges';
import { outgoingHistory } from './history/deliver-history';
import { withSampleHost } from './history/shop-cards';
import { lineIdOf, ulidOf } from './identifiers';
import type { PictureUrl } from './picture-routes';
import { LineProblem } from './problems';
import type { LineStandIn } from './stand-in';
import { webhookBody, webhookSignature } from './webhook-body';
import { sourceOf, type WebhookEvent } from './webhook-events';

const forgery = z.object({
  account: z.string(),
  how: z
    .enum(['wrongSignature', 'noSignature', 'otherSecret', 'changedBody', 'rewrittenBody'])
    .default('wrongSignature'),
});
/** A further Official Account; its friends are the first ones of the first account. */
const newAccount = z.object({ displayName: z.string().min(1), friends: z.number().int().min(0).default(0) });
/** An event of a type that the stand-in does not play, or that does not exist yet. */
const happening = z.object({
  userId: z.string(),
  chatId: z.string().optional(),
  type: z.string().min(1),
  hasReplyToken: z.boolean().default(false),
  fields: z.record(z.string(), z.unknown()).default({}),
});
const switches = z
  .object({
    isVerified: z.boolean(),
    chatMode: z.enum(['chat', 'bot']),
    isEndpointActive: z.boolean(),
    isRedeliveryOn: z.boolean(),
    quotaType: z.enum(['none', 'limited']),
    quotaValue: z.number().int().min(0),
    used: z.number().int().min(0),
  })
  .partial();

/**
 * The scenario's hand on the LINE stand-in: everything that the phone can do (same paths), and what nobody can do in the real world:
 * switches, quota, forged / repeated / held webhooks, the record of what was said, past messages of the Official Account.
 */
export function lineControl(standIn: LineStandIn, exchanges: ExchangeLog, pictureUrl: PictureUrl): Hono {
  const { state } = standIn;
  const app = new Hono();
  app.route('/', phoneApi(state, pictureUrl));

  const accountOf = (reference: string) => {
    const account = state.accounts.resolve(reference);
    if (account === null) throw new LineProblem(404, 'There is no such Official Account');
    return account;
  };
  const bodyOf = async <T>(c: Context, schema: z.ZodType<T, unknown>): Promise<T> => schema.parse(await c.req.json());

  app.get('/exchanges', (c) => c.json(exchanges.list(Number(c.req.query('after') ?? 0))));
  app.delete('/exchanges', (c) => {
    exchanges.clear();
    return c.json({});
  });
  app.get('/calls', (c) => c.json(exchanges.counts()));
  app.get('/hash', (c) => c.json({ hash: state.hash() }));

  /** What the messages of the accounts point to, once everything has been fetched; `state=broken` leaves out what phones can show. */
  app.get('/sent-media', async (c) => {
    await state.sentMedia.settled();
    const wanted = c.req.query('state');
    return c.json(state.sentMedia.list().filter((entry) => wanted === undefined || entry.state === wanted));
  });

  app.get('/webhooks', (c) => c.json(state.webhooks.deliveries().slice(-Number(c.req.query('limit') ?? 500))));

  app.post('/webhooks/repeat', async (c) => {
    const { eventIds, isRedelivery } = await bodyOf(
      c,
      z.object({ eventIds: z.array(z.string()).min(1), isRedelivery: z.boolean().default(false) }),
    );
    const outcome = await state.webhooks.repeat(eventIds, isRedelivery);
    if (outcome === null) throw new LineProblem(404, 'None of these events, or no endpoint');
    return c.json(outcome);
  });

  app.post('/webhooks/hold', async (c) => {
    state.webhooks.hold(accountOf((await bodyOf(c, z.object({ account: z.string() }))).account).channelId);
    return c.json({});
  });

  app.post('/webhooks/release', async (c) => {
    const { account, order } = await bodyOf(
      c,
      z.object({ account: z.string(), order: z.enum(['same', 'reversed']).default('same') }),
    );
    return c.json({ events: await state.webhooks.release(accountOf(account).channelId, order) });
  });

  app.post('/webhooks/forge', async (c) => {
    const { account: reference, how } = await bodyOf(c, forgery);
    const account = accountOf(reference);
    if (account.endpoint === null) throw new LineProblem(404, 'No endpoint is set');
    const at = state.now();
    const userId = lineIdOf('U', state.seed, 'forger');
    const event: WebhookEvent = {
      type: 'message',
      webhookEventId: ulidOf(state.seed, `forged:${state.counter.next('forged')}`, at),
      timestamp: at,
      mode: 'active',
      source: sourceOf(userId, null),
      replyToken: '0123456789abcdef0123456789abcdef',
      message: {
        id: '999000999000999000',
        type: 'text',
        quoteToken: 'forged',
        markAsReadToken: 'forged',
        text: 'これは偽物です 🤨',
      },
    };
    const body = webhookBody(account.botUserId, [event], false);
    const text = body.toString('utf8');
    const sent = {
      wrongSignature: { body, signature: Buffer.alloc(32, 7).toString('base64') },
      noSignature: { body, signature: null },
      otherSecret: { body, signature: webhookSignature('0'.repeat(32), body) },
      changedBody: {
        body: Buffer.from(text.replace('偽物', '本物')),
        signature: webhookSignature(account.channelSecret, body),
      },
      rewrittenBody: {
        body: Buffer.from(JSON.stringify(JSON.parse(text))),
        signature: webhookSignature(account.channelSecret, body),
      },
    }[how];
    return c.json(
      await state.webhooks.post(account, account.endpoint, sent.body, 'scenario', {
        events: [event],
        signature: sent.signature,
      }),
    );
  });

  app.post('/webhooks/redeliver', async (c) => {
    await state.webhooks.redeliverDue();
    return c.json({});
  });

  app.patch('/accounts/:account', async (c) => {
    const { channelId } = accountOf(c.req.param('account'));
    const { used, ...rest } = await bodyOf(c, switches);
    state.accounts.setSwitches(channelId, dropUndefined(rest));
    if (used !== undefined) state.sending.setUsage(channelId, used);
    return c.json({});
  });

  app.post('/accounts/:account/happening', async (c) => {
    const { userId, chatId, type, hasReplyToken, fields } = await bodyOf(c, happening);
    const { channelId } = accountOf(c.req.param('account'));
    await state.happenings.tell(channelId, chatId ?? userId, userId, [{ ...fields, type, hasReplyToken }]);
    return c.json({});
  });

  app.post('/tokens/expire', (c) => {
    state.accessTokens.expireAll();
    return c.json({});
  });

  app.post('/limits/clear', (c) => {
    state.buckets.clear();
    return c.json({});
  });

  app.post('/accounts', async (c) => {
    const { displayName, friends } = await bodyOf(c, newAccount);
    const account = state.accounts.create(state.seed, displayName);
    const first = state.accounts.list()[0];
    const userIds = first === undefined ? [] : state.friends.followerIds(first.channelId, '', friends);
    const friendship = { state: 'following', addedAt: state.now(), blockedAt: null } as const;
    state.database.transaction(() => {
      for (const userId of userIds) state.friends.setFriendship(account.channelId, userId, friendship);
    })();
    return c.json(account, 201);
  });

  app.post('/history/deliver', async (c) => c.json(await standIn.deliverHistory()));

  app.get('/history/outgoing', (c) => {
    const { channelId } = accountOf(c.req.query('account') ?? state.accounts.list()[0]?.channelId ?? '');
    const limit = Math.min(Number(c.req.query('limit') ?? 1_000), 5_000);
    const messages = outgoingHistory(state, channelId, Number(c.req.query('after') ?? 0), limit);
    return c.json({
      messages: messages.map(({ seq, id, chatId, type, body, at, sentBy }) => ({
        seq,
        id,
        userId: chatId,
        type,
        message: { type, ...withSampleHost(body, standIn.sampleUrl()) },
        at,
        sentBy,
      })),
      next: messages.length === limit ? (messages.at(-1)?.seq ?? null) : null,
    });
  });

  return app;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function dropUndefined<T extends Record<string, unknown>>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
