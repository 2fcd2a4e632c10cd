import type { LinkPageLanguage } from '../../shared/relay-protocol';

/** What the page says besides asking. */
export type LinkPageState = 'ask' | 'expired' | 'used' | 'linked' | 'failed' | 'cancelled' | 'unknown';

interface Sentences {
  /** The language's own name, for the switch. */
  readonly name: string;
  readonly title: string;
  /** `customer` is null where the company holds no name. */
  ask(company: string, customer: string | null): readonly string[];
  readonly confirm: string;
  readonly notMe: string;
  readonly states: Readonly<Record<Exclude<LinkPageState, 'ask'>, readonly [heading: string, text: string]>>;
}

/** Every sentence of the page, in the four languages of the product. */
export const linkPageTexts: Readonly<Record<LinkPageLanguage, Sentences>> = {
  en: {
    name: 'English',
    title: 'Link your LINE account',
    ask: (company, customer) => [
      customer === null
        ? `${company} asks whether you are their customer.`
        : `${company} asks whether you are their customer ${customer}.`,
      `If you confirm, ${company} ties your LINE account to your customer record. Staff then see who writes to them, and what they send you on LINE can fit your record.`,
      'Nobody gets your LINE password or your other chats. You can have the link removed at any time: just say so in the chat.',
    ],
    confirm: 'Yes, link my LINE account',
    notMe: 'If this is not you, simply close this page. Nothing is linked then.',
    states: {
      expired: [
        'This link has expired',
        'A link is good for ten minutes. Nothing was linked. Please ask for a new one in the chat.',
      ],
      used: [
        'This link was already used',
        'Each link works once. If your account is not linked yet, please ask for a new one in the chat.',
      ],
      linked: ['Your LINE account is linked', 'Thank you. You can close this page.'],
      failed: [
        'Your LINE account could not be linked',
        'Nothing was linked. Please ask for a new link in the chat, and open it on the phone with the LINE account that received it.',
      ],
      cancelled: ['This link was withdrawn', 'Nothing was linked. You can close this page.'],
      unknown: [
        'This link is not known',
        'It may be incomplete or too old. Please open it from the LINE message again, or ask for a new one in the chat.',
      ],
    },
  },
  ja: {
    name: '日本語',
    title: 'LINEアカウントの連携',
    ask: (company, customer) => [
      customer === null
        ? `${company}が、お客様ご本人かどうかの確認をお願いしています。`
        : `${company}が、お客様（${customer} 様）ご本人かどうかの確認をお願いしています。`,
      `確認していただくと、${company}のお客様情報とお使いのLINEアカウントが連携されます。担当者はどなたからのメッセージかが分かり、お客様に合ったご案内をお送りできます。`,
      'LINEのパスワードやほかのトークの内容が伝わることはありません。連携はいつでも解除できます。トークでお申し付けください。',
    ],
    confirm: 'はい、連携します',
    notMe: 'ご本人でない場合は、このページを閉じてください。連携は行われません。',
    states: {
      expired: [
        'リンクの有効期限が切れました',
        'リンクの有効期限は10分です。連携は行われていません。お手数ですが、トークで新しいリンクをご依頼ください。',
      ],
      used: [
        'このリンクは使用済みです',
        'リンクは一度だけ使えます。まだ連携されていない場合は、トークで新しいリンクをご依頼ください。',
      ],
      linked: ['LINEアカウントを連携しました', 'ありがとうございます。このページを閉じてください。'],
      failed: [
        '連携できませんでした',
        '連携は行われていません。トークで新しいリンクをご依頼のうえ、メッセージを受け取ったLINEアカウントのスマートフォンで開いてください。',
      ],
      cancelled: ['このリンクは取り消されました', '連携は行われていません。このページを閉じてください。'],
      unknown: [
        'リンクが見つかりません',
        'リンクが途中で切れているか、古い可能性があります。LINEのメッセージからもう一度開くか、トークで新しいリンクをご依頼ください。',
      ],
    },
  },
  'zh-TW': {
    name: '繁體中文',
    title: '連結您的 LINE 帳號',
    ask: (company, customer) => [
      customer === null ? `${company} 想確認您是否為其顧客。` : `${company} 想確認您是否為其顧客「${customer}」。`,
      `確認後，${company} 會將您的 LINE 帳號與您的顧客資料連結。服務人員便能知道是誰傳來訊息，並提供更適合您的內容。`,
      '對方不會取得您的 LINE 密碼或其他聊天內容。您可以隨時解除連結，只要在聊天室告知即可。',
    ],
    confirm: '是，連結我的 LINE 帳號',
    notMe: '如果這不是您，請直接關閉此頁面，不會進行任何連結。',
    states: {
      expired: ['連結已過期', '連結的有效時間為十分鐘，目前尚未連結。請在聊天室索取新的連結。'],
      used: ['此連結已使用過', '每個連結只能使用一次。若您的帳號尚未連結，請在聊天室索取新的連結。'],
      linked: ['您的 LINE 帳號已連結', '謝謝您，您可以關閉此頁面。'],
      failed: [
        '無法連結您的 LINE 帳號',
        '目前尚未連結。請在聊天室索取新的連結，並在收到訊息的 LINE 帳號的手機上開啟。',
      ],
      cancelled: ['此連結已撤回', '未進行任何連結，您可以關閉此頁面。'],
      unknown: ['找不到此連結', '連結可能不完整或已過舊。請從 LINE 訊息重新開啟，或在聊天室索取新的連結。'],
    },
  },
  th: {
    name: 'ไทย',
    title: 'เชื่อมต่อบัญชี LINE ของคุณ',
    ask: (company, customer) => [
      customer === null ? `${company} ขอยืนยันว่าคุณเป็นลูกค้าของร้านหรือไม่` : `${company} ขอยืนยันว่าคุณคือลูกค้าชื่อ ${customer} หรือไม่`,
      `เมื่อคุณยืนยัน ${company} จะเชื่อมบัญชี LINE ของคุณกับข้อมูลลูกค้าของคุณ เจ้าหน้าที่จะทราบว่าใครส่งข้อความมา และส่งข้อมูลที่เหมาะกับคุณได้`,
      'จะไม่มีใครได้รับรหัสผ่าน LINE หรือแชทอื่นของคุณ คุณขอยกเลิกการเชื่อมต่อได้ทุกเมื่อ เพียงแจ้งในแชท',
    ],
    confirm: 'ใช่ เชื่อมต่อบัญชี LINE ของฉัน',
    notMe: 'หากไม่ใช่คุณ เพียงปิดหน้านี้ จะไม่มีการเชื่อมต่อใด ๆ',
    states: {
      expired: ['ลิงก์นี้หมดอายุแล้ว', 'ลิงก์ใช้ได้สิบนาที ยังไม่มีการเชื่อมต่อ โปรดขอลิงก์ใหม่ในแชท'],
      used: ['ลิงก์นี้ถูกใช้ไปแล้ว', 'แต่ละลิงก์ใช้ได้ครั้งเดียว หากบัญชีของคุณยังไม่ได้เชื่อมต่อ โปรดขอลิงก์ใหม่ในแชท'],
      linked: ['เชื่อมต่อบัญชี LINE ของคุณแล้ว', 'ขอบคุณ คุณปิดหน้านี้ได้'],
      failed: ['เชื่อมต่อบัญชี LINE ของคุณไม่ได้', 'ยังไม่มีการเชื่อมต่อ โปรดขอลิงก์ใหม่ในแชท แล้วเปิดบนโทรศัพท์ที่ใช้บัญชี LINE ที่ได้รับข้อความ'],
      cancelled: ['ลิงก์นี้ถูกยกเลิก', 'ไม่มีการเชื่อมต่อใด ๆ คุณปิดหน้านี้ได้'],
      unknown: ['ไม่พบลิงก์นี้', 'ลิงก์อาจไม่ครบถ้วนหรือเก่าเกินไป โปรดเปิดจากข้อความ LINE อีกครั้ง หรือขอลิงก์ใหม่ในแชท'],
    },
  },
};
