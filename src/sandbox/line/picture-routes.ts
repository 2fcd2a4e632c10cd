import { Hono } from 'hono';
import { avatarPng } from './pictures/avatar';

const DIFFERENT_PORTRAITS = 256;
const MAX_AGE_S = 86_400;

/** Profile pictures, open to everybody as LINE's picture host is. The id decides how the portrait looks. */
export function pictureRoutes(): Hono {
  const app = new Hono();
  const drawn = new Map<number, Uint8Array<ArrayBuffer>>();

  app.get('/profile/:id', (c) => {
    const number =
      Number.parseInt(
        c.req
          .param('id')
          .replace(/\.png$/, '')
          .slice(1, 9),
        16,
      ) % DIFFERENT_PORTRAITS || 0;
    const bytes = drawn.get(number) ?? new Uint8Array(avatarPng(number));
    drawn.set(number, bytes);
    return c.body(bytes, 200, { 'content-type': 'image/png', 'cache-control': `public, max-age=${MAX_AGE_S}` });
  });

  return app;
}
