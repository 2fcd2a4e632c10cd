import { Hono } from 'hono';
import { avatarPng, brandPng } from './pictures/avatar';
import { samplePhotoPng } from './pictures/sample-photo';

/** Makes the URL of the picture of a user, a group or (`brand`) an Official Account. */
export type PictureUrl = (id: string, kind?: 'profile' | 'brand') => string;

const DIFFERENT_PORTRAITS = 256;
const MAX_AGE_S = 86_400;

/** The URLs of pictures below a base URL. */
export function pictureUrls(baseUrl: () => string): PictureUrl {
  return (id, kind = 'profile') => `${baseUrl()}/${kind}/${id}.png`;
}

/** Profile pictures, open to everybody as LINE's picture host is, and the shop's own pictures. The id decides how the portrait looks. */
export function pictureRoutes(): Hono {
  const app = new Hono();
  const drawn = new Map<string, Uint8Array<ArrayBuffer>>();

  app.get('/:kind{profile|brand}/:id', (c) => {
    const kind = c.req.param('kind');
    const number = Number.parseInt(c.req.param('id').slice(1, 9), 16) % DIFFERENT_PORTRAITS || 0;
    const key = `${kind}:${number}`;
    const bytes = drawn.get(key) ?? new Uint8Array(kind === 'brand' ? brandPng(number) : avatarPng(number));
    drawn.set(key, bytes);
    return c.body(bytes, 200, { 'content-type': 'image/png', 'cache-control': `public, max-age=${MAX_AGE_S}` });
  });

  app.get('/samples/:name{[a-z]+-\\d+(-preview)?\\.png}', (c) => {
    const name = c.req.param('name').replace(/\.png$/, '');
    const sample = name.replace(/-preview$/, '');
    const bytes = samplePhotoPng(sample, name === sample ? 'original' : 'preview');
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'image/png',
      'cache-control': `public, max-age=${MAX_AGE_S}`,
    });
  });

  return app;
}
