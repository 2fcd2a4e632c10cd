import { Hono } from 'hono';
import type { ChatMessage } from './chat-log';
import type { LineEnv } from './gate';
import { samplePhotoPng } from './pictures/sample-photo';
import { LineProblem, notFound } from './problems';
import type { LineState } from './state';

interface Media {
  readonly contentType: string;
  readonly bytes: Buffer;
}

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

  const mediaOf = (mediaKey: string, size: 'original' | 'preview'): Media => {
    const [place, name = ''] = mediaKey.split(':');
    if (place === 'sample') return { contentType: 'image/png', bytes: samplePhotoPng(name, size) };
    const row = state.database
      .prepare<[string], { content_type: string; bytes: Buffer }>(
        'SELECT content_type, bytes FROM ln_media WHERE key = ?',
      )
      .get(mediaKey);
    if (!row) throw notFound('not found');
    return { contentType: row.content_type, bytes: row.bytes };
  };

  const isReady = (message: ChatMessage) => message.readyAt === null || message.readyAt <= state.now();

  app.get('/v2/bot/message/:messageId/content', (c) => {
    const message = messageOf(c.var.account.channelId, c.req.param('messageId'));
    if (!isReady(message)) return c.body(null, 202);
    const media = mediaOf(message.mediaKey, 'original');
    return c.body(new Uint8Array(media.bytes), 200, { 'content-type': media.contentType });
  });

  app.get('/v2/bot/message/:messageId/content/preview', (c) => {
    const message = messageOf(c.var.account.channelId, c.req.param('messageId'));
    if (message.type !== 'image' && message.type !== 'video')
      throw new LineProblem(400, 'The content can not be previewed');
    if (!isReady(message)) return c.body(null, 202);
    const media =
      message.type === 'video' ? mediaOf('sample:landscape-1', 'preview') : mediaOf(message.mediaKey, 'preview');
    return c.body(new Uint8Array(media.bytes), 200, { 'content-type': media.contentType });
  });

  app.get('/v2/bot/message/:messageId/content/transcoding', (c) => {
    const message = messageOf(c.var.account.channelId, c.req.param('messageId'));
    if (message.type !== 'video' && message.type !== 'audio')
      throw new LineProblem(400, 'The content is not video or audio');
    return c.json({ status: isReady(message) ? 'succeeded' : 'processing' });
  });

  return app;
}
