import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type LinkPageLanguage, linkNonceLabel } from '../../shared/relay-protocol';
import type { LineMessageObject } from '../line';

/** What stands in the message: LINE allows 160 characters of text and 20 on the button (LINE facts, section 6.4). */
const texts: Readonly<Record<LinkPageLanguage, { text: (company: string) => string; button: string }>> = {
  en: {
    text: (company) =>
      `${company} would like to link your LINE account with your customer record. Please confirm within 10 minutes.`,
    button: 'Open the page',
  },
  ja: {
    text: (company) => `${company}です。お客様情報とLINEアカウントの連携をお願いします。10分以内にご確認ください。`,
    button: '確認ページを開く',
  },
  'zh-TW': {
    text: (company) => `${company} 想將您的 LINE 帳號與顧客資料連結，請在 10 分鐘內確認。`,
    button: '開啟確認頁面',
  },
  th: {
    text: (company) => `${company} ขอเชื่อมบัญชี LINE ของคุณกับข้อมูลลูกค้า โปรดยืนยันภายใน 10 นาที`,
    button: 'เปิดหน้ายืนยัน',
  },
};
const longestName = 40;

/** The product's language that is nearest to what LINE says of a friend (BCP 47, such as `zh-Hant`); English where none is. */
export function pageLanguage(language: string | null): LinkPageLanguage {
  const tag = (language ?? '').toLowerCase();
  if (tag.startsWith('ja')) return 'ja';
  if (tag.startsWith('zh')) return 'zh-TW';
  return tag.startsWith('th') ? 'th' : 'en';
}

/** The message with the button that leads to the customer's page. A button's address is not fetched for a preview. */
export function linkMessage(language: LinkPageLanguage, companyName: string, url: string): LineMessageObject {
  const name = Array.from(companyName);
  const company = name.length > longestName ? `${name.slice(0, longestName - 1).join('')}…` : companyName;
  const { text, button } = texts[language];
  return {
    type: 'template',
    altText: text(company),
    template: { type: 'buttons', text: text(company), actions: [{ type: 'uri', label: button, uri: url }] },
  };
}

/** The secrets of one request: the page's id goes to the customer only, everybody else keeps hashes. */
export function newPageSecrets(): { pageId: string; pageIdHash: string; nonceHash: string } {
  const pageId = randomBytes(32).toString('base64url');
  const nonce = createHmac('sha256', pageId).update(linkNonceLabel).digest('base64url');
  return { pageId, pageIdHash: secretHash(pageId), nonceHash: secretHash(nonce) };
}

/** SHA-256 in base64url, as the relay protocol has it. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
