import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { ChatMessage } from '../line/chat-log';
import type { CustomerMessage } from '../line/customer-message';
import { messageTokensOf } from '../line/identifiers';
import { SENDABLE_STICKERS } from '../line/messages/sendable-stickers';
import type { PictureUrl } from '../line/picture-routes';
import { SAMPLE_SUBJECTS, samplePhotoPng } from '../line/pictures/sample-photo';
import { stickerSvg, stickerWord } from '../line/pictures/sticker-svg';
import { LineProblem } from '../line/problems';
import type { LineState } from '../line/state';
import { mountGroupApi } from './group-api';

const base64 = z.string().transform((text) => Buffer.from(text, 'base64'));
const imageSet = z.object({ id: z.string(), index: z.number().int(), total: z.number().int() }).optional();

/** What the phone may send. Bytes travel as base64. */
const customerMessage = z.union([
  z.object({ type: z.literal('text'), text: z.string().min(1).max(10_000), quotedMessageId: z.string().optional() }),
  z.object({
    type: z.literal('sticker'),
    packageId: z.string(),
    stickerId: z.string(),
    keywords: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    title: z.string().optional(),
    address: z.string().optional(),
  }),
  z.object({ type: z.literal('image'), sample: z.string(), imageSet }),
  z.object({ type: z.literal('image'), contentType: z.string(), bytes: base64, imageSet }),
  z.object({
    type: z.enum(['video', 'audio']),
    contentType: z.string(),
    bytes: base64,
    durationMs: z.number(),
    transcodingMs: z.number().optional(),
  }),
  z.object({ type: z.literal('file'), contentType: z.string(), bytes: base64, fileName: z.string() }),
]) satisfies z.ZodType<CustomerMessage, unknown>;

const sendBody = z.object({
  userId: z.string(),
  chatId: z.string().optional(),
  messages: z.array(customerMessage).min(1).max(20),
});
const STICKERS_SHOWN = 16;
const KEEP_ALIVE_MS = 15_000;

/**
 * What a phone can see and do, as JSON. The phone page uses it, and the scenario API offers the same under /line.
 * Writes want `content-type: application/json`, which no other web page can send here without being asked first.
 */
export function phoneApi(state: LineState, pictureUrl: PictureUrl): Hono {
  const app = new Hono();

  app.onError((problem, c) => {
    if (problem instanceof LineProblem) return problem.toResponse();
    if (problem instanceof z.ZodError)
      return c.json({ message: 'The request is not what the phone sends', issues: problem.issues }, 400);
    return c.json({ message: problem.message }, 500);
  });
  app.use(async (c, next) => {
    const isWrite = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    if (isWrite && !/^application\/json/.test(c.req.header('content-type') ?? ''))
      return c.json({ message: 'application/json is wanted' }, 415);
    return next();
  });

  const accountOf = (reference: string) => {
    const account = state.accounts.resolve(reference);
    if (account === null) throw new LineProblem(404, 'There is no such Official Account');
    return account;
  };
  const channelOf = (reference: string) => accountOf(reference).channelId;
  const bodyOf = async <T>(request: { json(): Promise<unknown> }, schema: z.ZodType<T, unknown>): Promise<T> =>
    schema.parse(await request.json());

  app.get('/accounts', (c) =>
    c.json(
      state.accounts.list().map((account) => ({
        channelId: account.channelId,
        botUserId: account.botUserId,
        basicId: account.basicId,
        displayName: account.displayName,
        pictureUrl: pictureUrl(account.botUserId, 'brand'),
        endpoint: account.endpoint,
        isRedeliveryOn: account.isRedeliveryOn,
        quota: account.quotaType === 'none' ? null : account.quotaValue,
        used: state.sending.usage(account.channelId),
        friends: state.friends.counts(account.channelId),
      })),
    ),
  );

  app.get('/accounts/:account/customers', (c) => {
    const limit = Math.min(Number(c.req.query('limit') ?? 50), 2_000);
    const found = state.friends.search(channelOf(c.req.param('account')), c.req.query('q') ?? '', limit);
    return c.json(
      found.map((customer) => ({ ...customer, pictureUrl: customer.hasPicture ? pictureUrl(customer.userId) : null })),
    );
  });

  app.post('/customers', async (c) => {
    const { displayName, language } = await bodyOf(
      c.req,
      z.object({ displayName: z.string().min(1).max(20), language: z.string().default('ja') }),
    );
    return c.json({ userId: state.customers.createStranger(displayName, language) }, 201);
  });

  app.patch('/customers/:userId', async (c) => {
    const { displayName } = await bodyOf(c.req, z.object({ displayName: z.string().min(1).max(20) }));
    state.friends.rename(c.req.param('userId'), displayName);
    return c.json({});
  });

  app.get('/accounts/:account/customers/:userId', (c) => {
    const channelId = channelOf(c.req.param('account'));
    const customer = state.friends.customer(c.req.param('userId'));
    if (customer === null) throw new LineProblem(404, 'There is no such customer');
    return c.json({
      ...customer,
      ...state.friends.friendship(channelId, customer.userId),
      pictureUrl: customer.hasPicture ? pictureUrl(customer.userId) : null,
    });
  });

  app.get('/accounts/:account/chats/:chatId/messages', (c) => {
    const channelId = channelOf(c.req.param('account'));
    const before = c.req.query('before');
    const messages = state.chatLog.chat(
      channelId,
      c.req.param('chatId'),
      Math.min(Number(c.req.query('limit') ?? 100), 1_000),
      before ? Number(before) : undefined,
    );
    // The animation ends by itself, or with the next message.
    const [startedAt = 0, until = 0] = (state.note(`loading:${channelId}:${c.req.param('chatId')}`) ?? '0-0')
      .split('-')
      .map(Number);
    const lastOut = messages.findLast((message) => message.direction === 'out');
    const isTyping = until > state.now() && (lastOut?.at ?? 0) < startedAt;
    return c.json({ isTyping, messages: messages.map((message) => shown(state, message)) });
  });

  app.post('/accounts/:account/follow', async (c) => {
    const { userId } = await bodyOf(c.req, z.object({ userId: z.string() }));
    await state.customers.follow(channelOf(c.req.param('account')), userId);
    return c.json({});
  });

  app.post('/accounts/:account/block', async (c) => {
    const { userId } = await bodyOf(c.req, z.object({ userId: z.string() }));
    await state.customers.block(channelOf(c.req.param('account')), userId);
    return c.json({});
  });

  app.post('/accounts/:account/send', async (c) => {
    const { userId, chatId, messages } = await bodyOf(c.req, sendBody);
    const sent = await state.customers.send(channelOf(c.req.param('account')), userId, messages, chatId);
    return c.json({ messages: sent.map((message) => shown(state, message)) }, 201);
  });

  app.post('/accounts/:account/postback', async (c) => {
    const { userId, data, params } = await bodyOf(
      c.req,
      z.object({ userId: z.string(), data: z.string().max(300), params: z.record(z.string(), z.string()).optional() }),
    );
    await state.customers.postback(channelOf(c.req.param('account')), userId, data, params);
    return c.json({});
  });

  app.post('/messages/:messageId/unsend', async (c) => {
    await state.customers.unsend(c.req.param('messageId'));
    return c.json({});
  });

  app.get('/messages/:messageId/picture', (c) => {
    const message = state.chatLog.find(c.req.param('messageId'));
    const mediaKey = message?.unsentAt === null ? message.mediaKey : null;
    if (mediaKey === null) throw new LineProblem(404, 'There is no such picture');
    const [place, name = ''] = mediaKey.split(':');
    if (place === 'sample')
      return c.body(new Uint8Array(samplePhotoPng(name, 'original')), 200, {
        'content-type': 'image/png',
        'cache-control': 'max-age=86400',
      });
    const row = state.database
      .prepare<[string], { content_type: string; bytes: Buffer }>(
        'SELECT content_type, bytes FROM ln_media WHERE key = ?',
      )
      .get(mediaKey);
    if (!row) throw new LineProblem(404, 'There is no such picture');
    return c.body(new Uint8Array(row.bytes), 200, {
      'content-type': row.content_type,
      'x-content-type-options': 'nosniff',
    });
  });

  mountGroupApi(app, state, pictureUrl);

  app.get('/stickers', (c) =>
    c.json(
      Object.entries(SENDABLE_STICKERS).map(([packageId, runs]) => ({
        packageId,
        stickers: runs.flatMap(([first]) =>
          Array.from({ length: STICKERS_SHOWN }, (_, i) => ({
            stickerId: String(first + i),
            word: stickerWord(String(first + i)),
          })),
        ),
      })),
    ),
  );

  app.get('/stickers/:packageId/:stickerId', (c) =>
    c.body(stickerSvg(c.req.param('packageId'), c.req.param('stickerId')), 200, {
      'content-type': 'image/svg+xml',
      'cache-control': 'max-age=86400',
    }),
  );

  app.get('/samples', (c) => c.json(SAMPLE_SUBJECTS));

  app.get('/samples/:sample', (c) =>
    c.body(new Uint8Array(samplePhotoPng(c.req.param('sample'), 'preview')), 200, {
      'content-type': 'image/png',
      'cache-control': 'max-age=86400',
    }),
  );

  app.get('/changes', (c) =>
    streamSSE(c, async (stream) => {
      const stop = state.onChange(
        (channelId, chatId) => void stream.writeSSE({ event: 'chat', data: JSON.stringify({ channelId, chatId }) }),
      );
      stream.onAbort(stop);
      await stream.writeSSE({ event: 'ready', data: '{}' });
      while (!stream.aborted && !stream.closed) {
        await stream.sleep(KEEP_ALIVE_MS);
        await stream.writeSSE({ event: 'ping', data: '{}' });
      }
      stop();
    }),
  );

  return app;
}

/** A message as the phone gets it: with what a customer must not see (how it was sent) in fields of their own. */
function shown(state: LineState, message: ChatMessage): Record<string, unknown> {
  return {
    seq: message.seq,
    id: message.id,
    chatId: message.chatId,
    userId: message.userId,
    direction: message.direction,
    type: message.type,
    body: message.unsentAt === null ? message.body : {},
    at: message.at,
    readAt: message.readAt,
    unsentAt: message.unsentAt,
    isDelivered: message.isDelivered,
    sentBy: message.sentBy,
    isHistory: message.isHistory,
    quoteToken: messageTokensOf(state.seed, message.id).quoteToken,
  };
}
