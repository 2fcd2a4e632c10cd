import { Hono } from 'hono';
import { pictureRoutes, pictureUrls } from '../line/picture-routes';
import type { LineState } from '../line/state';
import cardView from './page/card-view.js?raw';
import el from './page/el.js?raw';
import flexView from './page/flex-view.js?raw';
import messageView from './page/message-view.js?raw';
import style from './page/phone.css?raw';
import page from './page/phone.html?raw';
import script from './page/phone.js?raw';
import sheets from './page/sheets.js?raw';
import typedText from './page/typed-text.js?raw';
import words from './page/words.js?raw';
import { phoneApi } from './phone-api';

// Pictures that an Official Account sends lie wherever it put them; everything else is the page's own.
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' http: https: data:; media-src http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The phone: a page that plays customers, and the API it talks to under /api. */
export function phoneApp(state: LineState): Hono {
  const app = new Hono();
  const file = (path: string, text: string, contentType: string) =>
    app.get(path, (c) =>
      c.body(text, 200, {
        'content-type': `${contentType}; charset=utf-8`,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      }),
    );
  file('/', page, 'text/html');
  file('/phone.css', style, 'text/css');
  file('/phone.js', script, 'text/javascript');
  const modules = {
    'message-view': messageView,
    'card-view': cardView,
    'flex-view': flexView,
    'typed-text': typedText,
    el,
    sheets,
    words,
  };
  for (const [name, text] of Object.entries(modules)) file(`/${name}.js`, text, 'text/javascript');
  app.route('/', pictureRoutes());
  app.route(
    '/api',
    phoneApi(
      state,
      pictureUrls(() => ''),
    ),
  );
  return app;
}
