import type { IncomingHttpHeaders } from 'node:http';

/** How a sign-in ended, as far as the browser page tells it. */
export type RedirectOutcome = 'connected' | 'denied' | 'failed' | 'unknown';

const texts = {
  en: {
    connected: ['HubSpot is connected', 'You can close this page and go back to Lumo Console.'],
    denied: ['The sign-in was cancelled', 'Nothing was connected. Go back to Lumo Console to try again.'],
    failed: ['The sign-in did not succeed', 'Lumo Console shows the reason and what to do. You can close this page.'],
    unknown: ['This page belongs to no sign-in', 'Go back to Lumo Console and start the sign-in there.'],
  },
  ja: {
    connected: ['HubSpotに接続しました', 'このページを閉じて、Lumo Consoleに戻ってください。'],
    denied: [
      'サインインはキャンセルされました',
      '接続は行われていません。Lumo Consoleに戻って、もう一度お試しください。',
    ],
    failed: [
      'サインインできませんでした',
      '理由と対処方法はLumo Consoleに表示されています。このページは閉じてかまいません。',
    ],
    unknown: ['このページに対応するサインインがありません', 'Lumo Consoleに戻って、サインインを開始してください。'],
  },
} as const;

/** Sent with the page: nothing is loaded, nothing is kept, and the address with the code goes nowhere. */
export const redirectPageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  Connection: 'close',
} as const;

/** The page that the browser shows at the end of a sign-in, in the browser's language. */
export function redirectPage(outcome: RedirectOutcome, headers: IncomingHttpHeaders): string {
  const language = /^\s*ja\b/i.test(headers['accept-language'] ?? '') ? 'ja' : 'en';
  const [title, text] = texts[language][outcome];
  const colour = outcome === 'connected' ? '#0b7a43' : '#a4500f';
  const sign = outcome === 'connected' ? '&#10003;' : '!';
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Lumo Console</title>
<style>
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText;
    font: 16px/1.6 system-ui, "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic UI", sans-serif; }
  main { max-width: 26rem; padding: 2rem; text-align: center; }
  .sign { width: 3rem; height: 3rem; margin: 0 auto 1rem; border-radius: 50%; background: ${colour}; color: #fff;
    display: grid; place-items: center; font-size: 1.5rem; font-weight: 700; }
  h1 { margin: 0 0 .5rem; font-size: 1.35rem; }
  p { margin: 0; }
  small { display: block; margin-top: 2rem; opacity: .75; }
</style></head>
<body><main><div class="sign" aria-hidden="true">${sign}</div><h1>${title}</h1><p>${text}</p><small>Lumo Console</small></main></body></html>`;
}
