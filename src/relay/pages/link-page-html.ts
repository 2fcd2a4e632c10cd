import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { LinkPageLanguage } from '../../shared/relay-protocol';
import { type LinkPageState, linkPageTexts } from './link-page-texts';

/** What a page shows. */
export interface LinkPageView {
  readonly state: LinkPageState;
  readonly language: LinkPageLanguage;
  readonly companyName: string;
  readonly customerName: string | null;
  /** Path of this page, without its query. */
  readonly path: string;
  readonly linkToken: string;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2126; --soft: #55606b; --paper: #ffffff; --line: #d5dbe1; --go: #06703a; --on-go: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f4; --soft: #aab4be; --paper: #14181c; --line: #39424b; --go: #4cd68a; --on-go: #06210f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.35; margin: 0 0 1rem; }
p { margin: 0 0 1rem; }
.soft { color: var(--soft); font-size: .9375rem; }
button { width: 100%; min-height: 3.25rem; margin: .5rem 0 1rem; padding: .75rem 1rem; border: 0; border-radius: .625rem;
  background: var(--go); color: var(--on-go); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
nav a, nav span { color: var(--soft); padding: .5rem 0; }
nav span { font-weight: 600; color: var(--ink); }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * Headers of every page: nothing foreign is loaded or run, nothing may frame it, nothing keeps it, and its address, which
 * is a secret, goes nowhere. `dialogOrigin` is where the form leads to: browsers check a form's redirect as well.
 */
export function linkPageHeaders(dialogOrigin: string): Record<string, string> {
  return {
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self' ${dialogOrigin}; base-uri 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
    'cross-origin-opener-policy': 'same-origin',
  };
}

/** The page as HTML. Everything that comes from elsewhere is escaped by the template. */
export async function linkPageHtml(view: LinkPageView): Promise<string> {
  const texts = linkPageTexts[view.language];
  const company = plain(view.companyName);
  const customer = view.customerName === null ? null : plain(view.customerName);
  const [heading, paragraphs] =
    view.state === 'ask'
      ? [texts.title, texts.ask(company, customer)]
      : [texts.states[view.state][0], [texts.states[view.state][1]]];
  const form = html`<form method="post" action="${view.path}">
<input type="hidden" name="linkToken" value="${view.linkToken}"><input type="hidden" name="lang" value="${view.language}">
<button type="submit">${texts.confirm}</button></form><p class="soft">${texts.notMe}</p>`;
  const languages = Object.entries(linkPageTexts).map(([language, { name }]) =>
    language === view.language
      ? html`<span aria-current="true">${name}</span>`
      : html`<a lang="${language}" href="${`${view.path}?${new URLSearchParams({ linkToken: view.linkToken, lang: language })}`}">${name}</a>`,
  );
  const page = html`<!doctype html>
<html lang="${view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title><style>${raw(STYLE)}</style></head>
<body><main>${company === '' ? '' : html`<p class="soft">${company}</p>`}<h1>${heading}</h1>
${paragraphs.map((text) => html`<p>${text}</p>`)}${view.state === 'ask' ? form : ''}
<nav>${languages}</nav></main></body></html>`;
  return String(await page);
}

/** Names as one line of plain text: control characters and those that turn the direction of writing could fake other words. */
function plain(name: string): string {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
