import { html, raw } from 'hono/html';
import type { AccountDefinition } from './accounts';
import { type ScopeText, scopeTexts } from './scopes';

/** Languages of the authorize page. */
export type PageLanguage = keyof ScopeText;

const words = {
  en: {
    title: 'Connect an app',
    choose: 'Choose the account to connect',
    test: 'test account',
    wants: (app: string) => `${app} would like to`,
    optional: 'if your account allows it',
    connect: 'Connect app',
    cancel: 'Cancel',
    signedIn: 'Signed in as',
    note: 'You can remove the app at any time under Connected Apps in your settings.',
    problem: 'This app cannot be connected',
    stands: 'Sandbox: this page stands in for HubSpot. Nothing leaves this computer.',
  },
  ja: {
    title: 'アプリを接続',
    choose: '接続するアカウントを選択してください',
    test: 'テストアカウント',
    wants: (app: string) => `${app}は次のことを行います`,
    optional: 'アカウントで利用できる場合',
    connect: 'アプリを接続',
    cancel: 'キャンセル',
    signedIn: 'ログイン中：',
    note: '接続したアプリは、設定の「接続されたアプリ」からいつでも削除できます。',
    problem: 'このアプリは接続できません',
    stands: 'サンドボックス：このページはHubSpotの代わりです。データがこのコンピューターの外に出ることはありません。',
  },
} as const;

const style = raw(`
  :root { color-scheme: light dark; --ink: #1f2d3d; --soft: #516f90; --line: #dfe3eb; --page: #f5f8fa; --card: #fff; --act: #c9401f; --tint: #fff3f0; }
  @media (prefers-color-scheme: dark) { :root { --ink: #eef2f6; --soft: #a9b8c9; --line: #3a4654; --page: #161b21; --card: #1f262e; --act: #ff8f73; --tint: #3a2621; } }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page); color: var(--ink);
    font: 15px/1.6 system-ui, "Hiragino Sans", "Noto Sans JP", sans-serif; }
  main { width: min(560px, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 32px; }
  h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 15px; margin: 28px 0 10px; }
  p { margin: 0; } .soft { color: var(--soft); font-size: 13px; }
  fieldset { border: 0; margin: 28px 0 0; padding: 0; } legend { font-weight: 600; margin: 0 0 10px; padding: 0; } input { accent-color: var(--act); }
  label.account { display: flex; gap: 12px; align-items: center; padding: 12px 14px; border: 1px solid var(--line); border-radius: 8px; margin-bottom: 8px; cursor: pointer; }
  label.account:has(input:checked) { border-color: var(--act); background: var(--tint); }
  label.account:focus-within { outline: 2px solid var(--act); outline-offset: 1px; }
  ul { margin: 0; padding: 0; list-style: none; } li { padding: 7px 0 7px 26px; position: relative; border-bottom: 1px solid var(--line); }
  li::before { content: "✓"; position: absolute; left: 4px; color: var(--act); font-weight: 700; }
  .buttons { display: flex; gap: 12px; margin: 28px 0 16px; }
  button { font: inherit; font-weight: 600; padding: 10px 22px; border-radius: 8px; border: 1px solid var(--act); cursor: pointer; background: none; color: var(--act); }
  button.main { background: var(--act); color: var(--card); } button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
  footer { margin-top: 20px; padding-top: 14px; border-top: 1px solid var(--line); }
`);

/** The language a browser asks for; English unless Japanese is wanted more. */
export function pageLanguage(acceptLanguage: string | undefined): PageLanguage {
  const first = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag, weight: weight === undefined ? 1 : Number(weight.trim().slice(2)) };
    })
    .filter(({ tag }) => tag.startsWith('ja') || tag.startsWith('en'))
    .sort((a, b) => b.weight - a.weight)[0];
  return first?.tag.startsWith('ja') ? 'ja' : 'en';
}

/** The chooser and consent page. `hidden` are the authorize parameters, handed on with the decision. */
export function authorizePage(page: {
  readonly language: PageLanguage;
  readonly appName: string;
  readonly accounts: readonly AccountDefinition[];
  readonly scopes: readonly string[];
  readonly optionalScopes: readonly string[];
  readonly hidden: Readonly<Record<string, string>>;
}): ReturnType<typeof html> {
  const t = words[page.language];
  const user = page.accounts[0]?.users[0];
  const line = (scope: string) => scopeTexts.get(scope)?.[page.language] ?? scope;
  return html`<!doctype html>
<html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.title}</title><style>${style}</style></head>
<body><main>
<h1>${t.title}</h1>
<p class="soft">${t.signedIn} ${user === undefined ? '' : user.email}</p>
<form method="post" action="/oauth/authorize">
${Object.entries(page.hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<fieldset><legend>${t.choose}</legend>
${page.accounts.map(
  (account, index) => html`<label class="account"><input type="radio" name="account" value="${account.hubId}" ${
    index === 0 ? raw('checked') : ''
  } required>
<span><strong>${account.name}</strong><br><span class="soft">${account.domain} · ${account.hubId}${
    account.accountType === 'STANDARD' ? '' : html` · ${t.test}`
  }</span></span></label>`,
)}
</fieldset>
<h2>${t.wants(page.appName)}</h2>
<ul>
${page.scopes.map((scope) => html`<li data-scope="${scope}">${line(scope)}</li>`)}
${page.optionalScopes.map(
  (scope) => html`<li data-scope="${scope}">${line(scope)} <span class="soft">(${t.optional})</span></li>`,
)}
</ul>
<div class="buttons"><button class="main" name="decision" value="allow">${t.connect}</button>
<button name="decision" value="deny" formnovalidate>${t.cancel}</button></div>
</form>
<p class="soft">${t.note}</p>
<footer class="soft">${t.stands}</footer>
</main></body></html>`;
}

/** The page for an authorize call that must not lead back to the app. */
export function authorizeProblemPage(language: PageLanguage, message: string): ReturnType<typeof html> {
  const t = words[language];
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${t.problem}</title><style>${style}</style></head>
<body><main><h1>${t.problem}</h1><p>${message}</p><footer class="soft">${t.stands}</footer></main></body></html>`;
}
