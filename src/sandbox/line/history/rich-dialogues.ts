type Locale = 'ja' | 'zh-TW' | 'th' | 'en';

/**
 * Talks that show what else a chat can hold; written like those of `dialogues.ts`. `*photos:a,b` are pictures sent together, `*video:subject`,
 * `*voice:number` and `*file:name` are files, `*picture:subject` is one of the account's, `*buttons`, `*confirm`, `*carousel` and `*flex` are its
 * cards, `[love]` is a LINE emoji, `^2 ` quotes the line two before, and `*unsent ` is taken back. A table of data.
 */
export const RICH_DIALOGUES: Readonly<Record<Locale, readonly (readonly string[])[]>> = {
  ja: [
    [
      '<昨日届いた{product}ですが、スイッチを入れても動かないんです',
      '<*video:mug',
      '>動画までお送りいただきありがとうございます。裏面の型番のお写真もお願いできますでしょうか。',
      '<*photos:receipt,parcel,mug',
      '<^1 3枚目が型番です',
      '>確認いたしました。初期不良のため、新しいものを{day}にお届けいたします。',
      '<早い対応ありがとうございます[thanks]',
    ],
    [
      '<運転中なので音声で失礼します',
      '<*voice:3',
      '>音声を確認いたしました。{day}の{hour}時に2名様でご予約をお取りします。',
      '>*confirm:この内容でご予約を確定してよろしいですか？|はい|変更したい',
      '<はい',
      '>ありがとうございます。ご来店をお待ちしております✨',
    ],
    [
      '<法人での購入を考えています。見積書をいただけますか？数量は30個です',
      '>承知いたしました。送付先の会社名とご担当者名をお願いいたします。',
      '<*file:会社情報.pdf',
      '<^1 こちらに書いてあります。よろしくお願いします',
      '>ありがとうございます。本日中にお見積りをお送りいたします。',
      '>*flex:お見積り|{product} × 30|¥118,800|納期 {day}',
      '<確認しました。社内で検討します',
    ],
    [
      '<プレゼントを探しています。予算は5千円くらいで、おすすめありますか？',
      '>*carousel',
      '<マグカップのセットがいいですね[love]',
      '>*picture:mug',
      '>^1 こちらの色ですと、すぐにお届けできます。',
      '<これにします！',
    ],
    [
      '<*unsent すみません、間違えて送りました',
      '<失礼しました。別のお店宛てのメッセージでした[cry]',
      '>大丈夫です、お気になさらないでください😊',
      '<*sticker:3',
    ],
    [
      '<返品したいのですが、どうすればいいですか',
      '>*buttons:返品のお手続き|ご希望の方法をお選びください。|集荷を頼む|店舗へ持ち込む|係に相談する',
      '<店舗へ持ち込む',
      '>かしこまりました。お手元に注文番号{order}をご用意のうえ、お近くの店舗へお越しください。',
      '>*place',
      '<わかりました、ありがとうございます',
    ],
  ],
  'zh-TW': [
    [
      '<收到的{product}打不開電源，我錄了一段影片',
      '<*video:screen',
      '>謝謝您的影片，造成不便非常抱歉。請問可以再拍一下型號嗎？',
      '<*photos:parcel,receipt',
      '<^1 第二張是發票',
      '>收到，我們{day}寄新品給您。',
      '<謝謝[thanks]',
    ],
    [
      '<不方便打字，用語音說可以嗎',
      '<*voice:4',
      '>可以的，已經聽到了。幫您預約{day}{hour}點，兩位。',
      '>*confirm:確認這個時間嗎？|確認|改時間',
      '<確認',
    ],
    [
      '<請問公司採購有報價單嗎？',
      '>有的，請提供公司資料。',
      '<*file:公司資料.pdf',
      '>*flex:報價單|{product} × 30|NT$26,400|{day}出貨',
      '<好，我們內部討論一下[ok]',
    ],
  ],
  th: [
    [
      '<{product}ที่ได้มาเปิดไม่ติดค่ะ ถ่ายคลิปไว้แล้ว',
      '<*video:mug',
      '>ขอบคุณสำหรับคลิปค่ะ รบกวนถ่ายรูปใบเสร็จด้วยนะคะ',
      '<*photos:receipt,parcel',
      '>จะส่งเครื่องใหม่ให้{day}ค่ะ',
      '<ขอบคุณค่ะ[thanks]',
    ],
    [
      '<ขออนุญาตส่งเสียงนะครับ',
      '<*voice:2',
      '>ได้ยินแล้วค่ะ จองให้{day}นะคะ',
      '>*confirm:ยืนยันการจองไหมคะ|ยืนยัน|เปลี่ยนเวลา',
      '<ยืนยัน',
    ],
  ],
  en: [
    [
      '<The {product} makes a strange noise, listen to this',
      '<*voice:5',
      '<*video:mug',
      '>Thank you for the recording. Could you also send photos of the label and the receipt?',
      '<*photos:parcel,receipt',
      '<^1 The receipt is the second one',
      '>Got it. A replacement leaves our store on {day}.',
      '<You are the best [love]',
    ],
    [
      '<We would like to order 30 pieces for our office. Can you send a quotation?',
      '>Of course. Which company should it be for?',
      '<*file:Company details.pdf',
      '>*flex:Quotation|{product} × 30|$790.00|Ships on {day}',
      '<Thanks, I will forward it to my manager',
    ],
    [
      '<How do I return something?',
      '>*buttons:Returns|Choose what suits you best.|Pick-up|Bring it to a store|Talk to us',
      '<Bring it to a store',
      '>*place',
      '<*unsent Can my wife bring it, too?',
      '<Found the answer on your page already, thanks!',
    ],
  ],
};

/** A group talk: its name, how many of the well-known friends are in it, and the lines with the number of who writes (`0<`). `~` = later changed to. */
export interface GroupDialogue {
  readonly name: string;
  readonly members: readonly number[];
  readonly lines: readonly string[];
}

/** Groups that the first account is in, by the numbers of its first friends. */
export const GROUP_DIALOGUES: readonly GroupDialogue[] = [
  {
    name: '渋谷マルシェ実行委員会',
    members: [0, 1, 5, 10],
    lines: [
      '0<みなさん、よろしくお願いします[smile]',
      '1<よろしくお願いします！@account も入ってもらいました',
      '>お招きいただきありがとうございます。当日のお弁当とドリンクを担当いたします。',
      '5<*photos:landscape,mug,parcel',
      '5<^1 去年の会場の写真です',
      '0<搬入は9時からですよね？~搬入は8時半からですよね？',
      '>^1 はい、8時半に正面入口でお待ちしております。',
      '10<*file:会場レイアウト.pdf',
      '1<@all 明日までに人数を教えてください',
      '0<*unsent 4人です',
      '0<5人です！訂正しました🙇',
      '>*flex:ご注文内容|お弁当 × 25|¥27,500|当日8:30 納品',
      '5<*sticker:4',
    ],
  },
  {
    name: 'Book club @ Aozora Café',
    members: [4, 9, 0],
    lines: [
      '4<Hi all, same table as last month?',
      '9<Yes please [ok]',
      '>Your table for six is reserved on Thursday at 7 pm.',
      '4<^1 Perfect. @account could we see the cake menu?',
      '>*carousel',
      '9<*voice:6',
      '0<I will be ten minutes late~I will be twenty minutes late, sorry!',
    ],
  },
  {
    name: '信義店 週末團購',
    members: [2, 7],
    lines: [
      '2<這週的團購有{product}嗎？',
      '>有的，{day}截止，滿十件免運。',
      '7<我要兩個[love]',
      '2<^1 那我也加一個',
      '7<@account 可以寄到公司嗎？',
      '>可以，請提供地址。',
      '7<*place',
    ],
  },
];
