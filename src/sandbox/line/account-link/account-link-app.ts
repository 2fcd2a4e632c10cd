import { Hono } from 'hono';
import type { PictureUrl } from '../picture-routes';
import type { LineState } from '../state';
import {
  askPage,
  type DialogEnd,
  type DialogLanguage,
  dialogLanguage,
  dialogStyle,
  endPage,
} from './account-link-page';

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src http: https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
const shortestNonce = 10;
const longestNonce = 255;

/**
 * access.line.me as far as an account link needs it: the dialog that asks the customer, and the `accountLink` event that follows
 * (facts/line-api section 10.1). The token says who the customer is, as their LINE app does. A token that is used or over brings
 * no event. `phoneUrl` is where the way back leads.
 */
export function accountLinkApp(state: LineState, pictureUrl: PictureUrl, phoneUrl: () => string): Hono {
  const app = new Hono();
  app.get('/dialog.css', (c) => c.body(dialogStyle, 200, { ...headers, 'content-type': 'text/css; charset=utf-8' }));

  const browserLanguage = (acceptLanguage: string | undefined): DialogLanguage =>
    dialogLanguage(
      (acceptLanguage ?? '').toLowerCase().startsWith('zh') ? 'zh-TW' : (acceptLanguage ?? '').slice(0, 2),
    );
  const isGoodNonce = (nonce: string) => nonce.length >= shortestNonce && nonce.length <= longestNonce;

  app.get('/dialog/bot/accountLink', (c) => {
    const [linkToken = '', nonce = ''] = [c.req.query('linkToken'), c.req.query('nonce')];
    const token = state.linkTokens.find(linkToken);
    const account = token === null ? null : state.accounts.find(token.channelId);
    const customer = token === null ? null : state.friends.customer(token.userId);
    if (account === null || customer === null || !isGoodNonce(nonce)) {
      return c.html(endPage(browserLanguage(c.req.header('accept-language')), 'over', null), 400, headers);
    }
    const page = askPage({
      language: dialogLanguage(customer.language),
      accountName: account.displayName,
      customerName: customer.displayName,
      pictureUrl: customer.hasPicture ? pictureUrl(customer.userId) : null,
      linkToken,
      nonce,
    });
    return c.html(page, 200, headers);
  });

  app.post('/dialog/bot/accountLink', async (c) => {
    const form = await c.req.parseBody();
    const field = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
    const token = state.linkTokens.find(field('linkToken'));
    const customer = token === null ? null : state.friends.customer(token.userId);
    const nonce = field('nonce');
    if (token === null || customer === null || !isGoodNonce(nonce)) {
      return c.html(endPage(browserLanguage(c.req.header('accept-language')), 'over', null), 400, headers);
    }
    const chatUrl = `${phoneUrl()}/?${new URLSearchParams({ account: token.channelId, user: token.userId })}`;
    const end = (how: DialogEnd) => c.html(endPage(dialogLanguage(customer.language), how, chatUrl), 200, headers);
    if (field('decision') === 'cancel') return end('cancelled');
    state.linkTokens.use(token.token);
    const isFriend = state.friends.friendship(token.channelId, token.userId).state === 'following';
    const isOk = field('decision') === 'confirm' && isFriend;
    // The page does not wait for the receiver of the event.
    void state.customers.linkAccount(token.channelId, token.userId, nonce, isOk ? 'ok' : 'failed');
    return end(isOk ? 'linked' : 'failed');
  });

  return app;
}
