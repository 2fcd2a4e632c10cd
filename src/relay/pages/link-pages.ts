import { createHmac } from 'node:crypto';
import { type Context, Hono } from 'hono';
import {
  LINK_OPENED_KIND,
  type LinkPageLanguage,
  linkNonceLabel,
  linkPageLanguageSchema,
} from '../../shared/relay-protocol';
import { type BodyLimits, readRawBody } from '../ingest/raw-body';
import type { RelayLog } from '../log/relay-log';
import type { RelayLogger } from '../relay-logger';
import { type LinkRequests, linkHash, type StoredLinkRequest } from '../workspaces/link-requests';
import { linkPageHeaders, linkPageHtml } from './link-page-html';
import type { LinkPageState } from './link-page-texts';

export interface LinkPagesDeps {
  readonly requests: LinkRequests;
  readonly log: RelayLog;
  readonly logger: RelayLogger;
  readonly bodyLimits: BodyLimits;
  readonly now: () => number;
  /** LINE's account link dialog. */
  readonly accountLinkUrl: string;
}

/** Pages that only look: previews must not count as the customer (LINE facts, section 6.4 of links in chats). */
const LOOKERS = /bot|crawl|spider|preview|facebookexternalhit/i;
const MAX_FORM_BYTES = 4096;
/** A second press of the button within this time is the same press: the first answer may not have arrived. */
const SAME_PRESS_MS = 30_000;

/**
 * The page on which a customer confirms that a contact is theirs, `GET /link/:pageId?linkToken=`, and its button, `POST`, which leads to
 * LINE's account link dialog with the request's nonce (LINE facts, section 10.1). Whoever has no page id learns nothing.
 */
export function createLinkPages(deps: LinkPagesDeps): Hono {
  const pages = new Hono();
  const headers = linkPageHeaders(new URL(deps.accountLinkUrl).origin);

  const stateOf = (request: StoredLinkRequest | null, linkToken: string): LinkPageState => {
    if (request === null || linkHash(linkToken) !== request.linkTokenHash) return 'unknown';
    if (request.outcome !== null) return request.outcome;
    if (request.confirmedAt !== null) return 'used';
    return request.expiresAt <= deps.now() ? 'expired' : 'ask';
  };
  const show = async (c: Context, request: StoredLinkRequest | null, state: LinkPageState, asked: Asked) => {
    // a page of somebody who has the address but not the token names nobody
    const isKnown = request !== null && state !== 'unknown';
    const body = await linkPageHtml({
      state,
      language: languageOf(c, asked.language, isKnown ? request.language : null),
      companyName: isKnown ? request.companyName : '',
      customerName: isKnown ? request.customerName : null,
      path: c.req.path,
      linkToken: asked.linkToken,
    });
    return c.html(body, state === 'ask' || state === 'linked' ? 200 : state === 'unknown' ? 404 : 410, headers);
  };
  const tellOpened = (request: StoredLinkRequest): void => {
    const { workspaceId, requestId } = request;
    const entry = {
      workspaceId,
      source: 'console' as const,
      id: `${LINK_OPENED_KIND}:${requestId}`,
      meta: JSON.stringify({ kind: LINK_OPENED_KIND, deviceId: 'relay' }),
      body: new TextEncoder().encode(JSON.stringify({ requestId })),
    };
    // only a hint for staff: the customer does not wait for it
    deps.log.append([entry]).catch((error: unknown) => {
      deps.logger({ level: 'warn', event: 'opened-not-told', workspaceId, message: String(error) });
    });
  };

  pages.get('/link/:pageId', async (c) => {
    const asked = { linkToken: c.req.query('linkToken') ?? '', language: c.req.query('lang') ?? null };
    const request = await deps.requests.ofPage(c.req.param('pageId'));
    const state = stateOf(request, asked.linkToken);
    const isPerson = c.req.raw.method === 'GET' && !LOOKERS.test(c.req.header('user-agent') ?? '');
    if (request !== null && state === 'ask' && isPerson && (await deps.requests.markOpened(request)))
      tellOpened(request);
    return show(c, request, state, asked);
  });

  pages.post('/link/:pageId', async (c) => {
    const bytes = await readRawBody(c.req.raw, { ...deps.bodyLimits, maxBytes: MAX_FORM_BYTES });
    const form = new URLSearchParams(new TextDecoder().decode(bytes));
    const asked = { linkToken: form.get('linkToken') ?? '', language: form.get('lang') };
    const pageId = c.req.param('pageId');
    const request = await deps.requests.ofPage(pageId);
    const state = stateOf(request, asked.linkToken);
    const isSamePress =
      state === 'used' && deps.now() - (request?.confirmedAt ?? 0) < SAME_PRESS_MS && !isOver(request, deps.now());
    if (request === null || (state !== 'ask' && !isSamePress)) return show(c, request, state, asked);
    const nonce = createHmac('sha256', pageId).update(linkNonceLabel).digest('base64url');
    if (linkHash(nonce) !== request.nonceHash) return show(c, request, 'failed', asked);
    await deps.requests.markConfirmed(request);
    const dialog = new URL(deps.accountLinkUrl);
    dialog.search = new URLSearchParams({ linkToken: asked.linkToken, nonce }).toString();
    return new Response(null, { status: 303, headers: { ...headers, location: dialog.toString() } });
  });

  return pages;
}

interface Asked {
  readonly linkToken: string;
  readonly language: string | null;
}

function isOver(request: StoredLinkRequest | null, now: number): boolean {
  return request === null || request.expiresAt <= now;
}

/** What the customer chose, else the request's, else the first of the browser's that there is. */
function languageOf(c: Context, chosen: string | null, ofRequest: LinkPageLanguage | null): LinkPageLanguage {
  const wanted = linkPageLanguageSchema.safeParse(chosen);
  if (wanted.success) return wanted.data;
  if (ofRequest !== null) return ofRequest;
  for (const part of (c.req.header('accept-language') ?? '').split(',')) {
    const tag = (part.split(';')[0] ?? '').trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh-TW';
    for (const language of ['en', 'ja', 'th'] as const) if (tag.startsWith(language)) return language;
  }
  return 'en';
}
