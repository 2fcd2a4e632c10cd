import { html } from 'hono/html';

/** Languages of the dialog: those of the sandbox's customers. */
export type DialogLanguage = 'en' | 'ja' | 'zh-TW' | 'th';

const words = {
  en: {
    title: 'Link accounts',
    ask: (name: string) => `Link your LINE account with ${name}?`,
    who: 'You are signed in to LINE as',
    link: 'Link',
    cancel: 'Cancel',
    linked: 'The accounts are linked.',
    cancelled: 'Nothing was linked.',
    failed: 'The accounts could not be linked.',
    over: 'This page has expired or was used already. Ask for a new link in the chat.',
    back: 'Back to the chat',
    letFail: 'Sandbox: let it fail, as if somebody else had opened it',
  },
  ja: {
    title: 'アカウント連携',
    ask: (name: string) => `LINEアカウントを${name}と連携しますか？`,
    who: 'LINEにログイン中のアカウント',
    link: '連携する',
    cancel: 'キャンセル',
    linked: '連携が完了しました。',
    cancelled: '連携しませんでした。',
    failed: '連携できませんでした。',
    over: 'このページは期限切れか、すでに使われています。トークで新しいリンクを受け取ってください。',
    back: 'トークに戻る',
    letFail: 'サンドボックス：別の人が開いたことにして失敗させる',
  },
  'zh-TW': {
    title: '帳號連結',
    ask: (name: string) => `要將您的LINE帳號與${name}連結嗎？`,
    who: '目前登入的LINE帳號',
    link: '連結',
    cancel: '取消',
    linked: '帳號已連結。',
    cancelled: '尚未連結。',
    failed: '無法連結帳號。',
    over: '此頁面已過期或已使用過，請在聊天室重新索取連結。',
    back: '回到聊天',
    letFail: '沙箱：假裝由其他人開啟，讓它失敗',
  },
  th: {
    title: 'เชื่อมต่อบัญชี',
    ask: (name: string) => `เชื่อมต่อบัญชี LINE ของคุณกับ ${name} หรือไม่`,
    who: 'คุณเข้าสู่ระบบ LINE ในชื่อ',
    link: 'เชื่อมต่อ',
    cancel: 'ยกเลิก',
    linked: 'เชื่อมต่อบัญชีแล้ว',
    cancelled: 'ยังไม่ได้เชื่อมต่อ',
    failed: 'เชื่อมต่อบัญชีไม่สำเร็จ',
    over: 'หน้านี้หมดอายุหรือถูกใช้ไปแล้ว โปรดขอลิงก์ใหม่ในแชต',
    back: 'กลับไปที่แชต',
    letFail: 'แซนด์บ็อกซ์: ทำให้ล้มเหลว เสมือนว่ามีคนอื่นเปิด',
  },
} as const;

/** How a dialog ended. */
export type DialogEnd = 'linked' | 'cancelled' | 'failed' | 'over';

/** The question that the dialog asks. */
export function askPage(page: {
  readonly language: DialogLanguage;
  readonly accountName: string;
  readonly customerName: string;
  readonly pictureUrl: string | null;
  readonly linkToken: string;
  readonly nonce: string;
}) {
  const t = words[page.language];
  return frame(
    page.language,
    html`<h1>${t.ask(page.accountName)}</h1>
<p class="soft">${t.who}</p>
<p class="who">${page.pictureUrl === null ? '' : html`<img src="${page.pictureUrl}" alt="" width="44" height="44">`}<strong>${page.customerName}</strong></p>
<form method="post" action="/dialog/bot/accountLink">
<input type="hidden" name="linkToken" value="${page.linkToken}"><input type="hidden" name="nonce" value="${page.nonce}">
<button class="main" name="decision" value="confirm">${t.link}</button>
<button name="decision" value="cancel">${t.cancel}</button>
<button class="plain" name="decision" value="fail">${t.letFail}</button>
</form>`,
  );
}

/** What the dialog says at its end, with the way back to the phone. */
export function endPage(language: DialogLanguage, end: DialogEnd, chatUrl: string | null) {
  const t = words[language];
  return frame(
    language,
    html`<h1 data-end="${end}">${t[end]}</h1>${chatUrl === null ? '' : html`<p><a href="${chatUrl}">${t.back}</a></p>`}`,
  );
}

/** The dialog's language for a customer whose phone speaks this one. */
export function dialogLanguage(language: string): DialogLanguage {
  if (language === 'ja' || language === 'th' || language === 'zh-TW') return language;
  return 'en';
}

function frame(language: DialogLanguage, content: ReturnType<typeof html>) {
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words[language].title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/dialog.css"></head>
<body><main>${content}</main></body></html>`;
}

/** The look of the dialog. */
export const dialogStyle = `
:root { color-scheme: light dark; --ink: #1c2127; --soft: #5b6672; --line: #d9dee4; --page: #f1f3f5; --card: #fff; --act: #067a3f; --on-act: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f4; --soft: #a7b1bc; --line: #39434d; --page: #14181c; --card: #1e242a; --act: #4fd08a; --on-act: #10241a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 20px; background: var(--page); color: var(--ink);
  font: 16px/1.6 system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans Thai", sans-serif; }
main { width: min(420px, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 28px; }
h1 { font-size: 19px; margin: 0 0 16px; } p { margin: 0 0 8px; } .soft { color: var(--soft); font-size: 13px; }
.who { display: flex; gap: 12px; align-items: center; } .who img { border-radius: 50%; }
form { display: grid; gap: 10px; margin-top: 20px; } a { color: var(--act); }
button { font: inherit; font-weight: 600; padding: 11px; border-radius: 9px; border: 1px solid var(--line); background: none; color: var(--ink); cursor: pointer; }
button.main { background: var(--act); border-color: var(--act); color: var(--on-act); }
button.plain { border: 0; color: var(--soft); font-weight: 400; font-size: 13px; }
button:focus-visible, a:focus-visible { outline: 2px solid var(--act); outline-offset: 2px; }
`;
