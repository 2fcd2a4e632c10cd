import type { Hono } from 'hono';
import { SAMPLE_HOST } from '../line/history/shop-cards';
import { LineProblem } from '../line/problems';
import { isFetchable } from '../line/sent-media/fetch-media';
import { mediaLinksOf } from '../line/sent-media/media-links';
import type { LineState } from '../line/state';

const PASSED_ON = ['content-type', 'content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified'];

/**
 * Files of the Official Account's messages, fetched for the page from where they lie. A phone's app is bound by no page's origin, so the
 * page asks here; only addresses that stand in a message are fetched.
 */
export function mountSentMediaApi(app: Hono, state: LineState): void {
  app.get('/messages/:messageId/media', async (c) => {
    const message = state.chatLog.find(c.req.param('messageId'));
    const path = c.req.query('path');
    const link = message?.direction === 'out' ? mediaLinksOf(message.body).find((one) => one.path === path) : undefined;
    if (link === undefined || !isFetchable(link.url)) throw new LineProblem(404, 'There is no such file');
    if (link.url.startsWith(`${SAMPLE_HOST}/`)) return c.redirect(link.url.replace(SAMPLE_HOST, '/samples'));
    const range = c.req.header('range');
    const answer = await fetch(link.url, {
      headers: range === undefined ? {} : { range },
      signal: c.req.raw.signal,
    }).catch(() => null);
    if (answer === null) throw new LineProblem(502, 'The file cannot be fetched');
    const headers = new Headers({ 'x-content-type-options': 'nosniff' });
    for (const name of PASSED_ON) {
      const value = answer.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    // The body arrives unpacked; its length is then another.
    if (answer.headers.has('content-encoding')) headers.delete('content-length');
    return new Response(answer.body, { status: answer.status, headers });
  });
}
