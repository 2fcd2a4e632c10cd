import { type Context, Hono } from 'hono';
import type { ChatMessage } from './chat-log';
import type { LineEnv } from './gate';
import type { MediaFile } from './media/sample-media';
import { LineProblem, notFound } from './problems';
import type { LineState } from './state';

/** What customers sent: content, preview and transcoding state, on the data host (facts/line-api section 7). */
export function contentRoutes(state: LineState): Hono<LineEnv> {
  const app = new Hono<LineEnv>();

  const messageOf = (channelId: string, messageId: string): ChatMessage & { mediaKey: string } => {
    const message = state.chatLog.find(messageId);
    if (message === null || message.channelId !== channelId || message.direction !== 'in' || message.mediaKey === null)
      throw notFound('not found');
    if (message.unsentAt !== null) throw new LineProblem(410, 'The content is gone');
    return { ...message, mediaKey: message.mediaKey };
  };

  const answer = (c: Context<LineEnv>, media: MediaFile | null) => {
    if (media === null) throw notFound('not found');
    return c.body(new Uint8Array(media.bytes), 200, { 'content-type': media.contentType });
  };

  const isReady = (message: ChatMessage) => message.readyAt === null || message.readyAt <= state.now();

  app.get('/v2/bot/message/:messageId/content', (c) => {
    const message = messageOf(c.var.account.channelId, c.req.param('messageId'));
    if (!isReady(message)) return c.body(null, 202);
    return answer(c, message.isBroken ? null : state.media.find(message.mediaKey));
  });

  app.get('/v2/bot/message/:messageId/content/preview', (c) => {
    const message = messageOf(c.var.account.channelId, c.req.param('messageId'));
    if (message.type !== 'image' && message.type !== 'video')
      throw new LineProblem(400, 'The content can not be previewed');
    if (!isReady(message)) return c.body(null, 202);
    return answer(c, message.isBroken ? null : state.media.preview(message.mediaKey, message.type));
  });

  app.get('/v2/bot/message/:messageId/content/transcoding', (c) => {
    const message = messageOf(c.var.account.channelId, c.req.param('messageId'));
    if (message.type !== 'video' && message.type !== 'audio')
      throw new LineProblem(400, 'The content is not video or audio');
    const ended = message.isBroken ? 'failed' : 'succeeded';
    return c.json({ status: isReady(message) ? ended : 'processing' });
  });

  return app;
}
