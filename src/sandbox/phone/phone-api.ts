import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { SENDABLE_STICKERS } from '../line/messages/sendable-stickers';
import type { PictureUrl } from '../line/picture-routes';
import { emojiSvg } from '../line/pictures/emoji-svg';
import { SAMPLE_SUBJECTS, samplePhotoPng } from '../line/pictures/sample-photo';
import { stickerSvg, stickerWord } from '../line/pictures/sticker-svg';
import { LineProblem } from '../line/problems';
import type { LineState } from '../line/state';
import { mountCustomerActApi } from './customer-act-api';
import { fileAnswer } from './file-answer';
import { mountGroupApi } from './group-api';
import { mountSentMediaApi } from './sent-media-api';
import { shownMessage } from './shown-message';

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
    return c.json({ isTyping, messages: messages.map((message) => shownMessage(state, message)) });
  });

  mountCustomerActApi(app, state);

  app.get('/messages/:messageId/picture', (c) => {
    const message = state.chatLog.find(c.req.param('messageId'));
    const mediaKey = message?.unsentAt === null ? message.mediaKey : null;
    const file = mediaKey === null ? null : state.media.find(mediaKey);
    if (file === null) throw new LineProblem(404, 'There is no such file');
    return fileAnswer(c, file);
  });

  app.get('/messages/:messageId/poster', (c) => {
    const message = state.chatLog.find(c.req.param('messageId'));
    const mediaKey = message?.unsentAt === null && message.type === 'video' ? message.mediaKey : null;
    const file = mediaKey === null ? null : state.media.preview(mediaKey, 'video');
    if (file === null) throw new LineProblem(404, 'There is no such picture');
    return fileAnswer(c, file);
  });

  mountSentMediaApi(app, state);
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

  app.get('/emojis/:productId/:emojiId', (c) =>
    c.body(emojiSvg(c.req.param('productId'), c.req.param('emojiId')), 200, {
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
