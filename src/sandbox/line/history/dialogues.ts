/**
 * Support talks of a shop, one array for each, in four languages. A line begins with `<` (the customer writes) or `>` (the Official
 * Account answers); `*photo:subject`, `*sticker:mood number` and `*place` stand for a picture, a sticker and a location. `{product}`, `{order}`,
 * `{day}`, `{hour}` and `{name}` are filled in. A table of data: long by nature.
 */
export const DIALOGUES: Readonly<Record<'ja' | 'zh-TW' | 'th' | 'en', readonly (readonly string[])[]>> = {
  ja: [
    [
      '<こんにちは。先日注文した{product}ですが、いつ届きますか？注文番号は{order}です。',
      '>{name}様、お問い合わせありがとうございます😊 確認いたしますので少々お待ちください。',
      '>お待たせいたしました。{day}の午前中にお届け予定です。',
      '<ありがとうございます！',
      '<*sticker:2',
    ],
    [
      '<すみません、届いた箱が破れていました…',
      '<*photo:parcel',
      '>ご迷惑をおかけして大変申し訳ございません🙇 中身に傷や汚れはございませんでしょうか？',
      '<中身は大丈夫そうですが、プレゼント用なので交換できますか？',
      '>かしこまりました。新しい商品を{day}に発送いたします。お手元の品は着払いでご返送ください。',
      '<助かります！よろしくお願いします',
    ],
    [
      '<{day}の{hour}時に予約できますか？2名です。',
      '>ご連絡ありがとうございます。{day} {hour}時、2名様でお取りできます。お名前をお願いいたします。',
      '<{name}です',
      '>ご予約を承りました。当日お待ちしております✨',
      '<*sticker:4',
    ],
    [
      '<領収書の宛名を会社名にしてもらえますか？',
      '<*photo:receipt',
      '>承知いたしました。会社名を教えていただけますでしょうか。',
      '<株式会社で前株、「{name}商店」でお願いします。',
      '>再発行いたしました。メールをご確認ください。',
    ],
    [
      '<{product}の在庫ありますか？色はネイビーがいいです',
      '>ネイビーは残り2点でございます。お取り置きもできますよ！',
      '<では1点お取り置きお願いします🙏',
      '>かしこまりました。{day}までお取り置きいたします。',
      '<ありがとうございます！仕事帰りに寄りますね',
    ],
    [
      '<ログインできません。パスワードを変えても同じ画面が出ます。',
      '<*photo:screen',
      '>スクリーンショットありがとうございます。ブラウザのCookieを一度削除してお試しいただけますか？',
      '<できました！お騒がせしました💦',
      '>よかったです！また何かございましたらお気軽にどうぞ。',
    ],
    [
      '<お店の場所を教えてください。駅からどのくらいですか？',
      '>*place',
      '>駅の東口から徒歩5分です。1階がカフェの建物の2階にございます。',
      '<*sticker:2',
      '<了解です、ありがとうございます',
    ],
    [
      '<今ここにいるのですが、配達の方と会えますか？',
      '<*place',
      '>ドライバーに連絡いたしました。10分ほどで到着いたします。',
      '<受け取れました！ありがとうございました😊',
    ],
    [
      '<定期便を一度お休みしたいです。次回だけスキップできますか？',
      '>もちろん可能です。次回{day}お届け分をお休みにいたしますね。',
      '<お願いします。',
      '>手続きが完了いたしました。次は翌月のお届けとなります。',
    ],
    [
      '<ポイントっていつまで有効ですか？',
      '>最終ご利用日から1年間有効でございます。{name}様は現在850ポイントお持ちです。',
      '<けっこう貯まってた！次の買い物で使います🎉',
    ],
    [
      '<返品したいのですが、タグを切ってしまいました…サイズが合わなくて。',
      '>ご連絡ありがとうございます。タグを切られた場合もサイズ交換でしたら承れます。ご希望のサイズはございますか？',
      '<Mでお願いします',
      '>Mサイズで手配いたします。注文番号{order}でお間違いないでしょうか。',
      '<はい、合ってます！',
      '<*sticker:1',
    ],
    [
      '<先週お願いした修理の件、どうなりましたか。',
      '>ご連絡が遅れ申し訳ございません。部品が{day}に入荷予定で、到着次第ご連絡いたします。',
      '<わかりました。なるべく早くお願いします。',
    ],
    [
      '<新しい{product}、とても気に入ってます☕',
      '<*photo:mug',
      '>素敵なお写真ありがとうございます！スタッフ一同とても喜んでおります😆',
      '<*sticker:0',
    ],
  ],
  'zh-TW': [
    [
      '<你好，請問訂單{order}什麼時候會到？',
      '>{name}您好，感謝您的詢問！為您查詢中，請稍候。',
      '>您的包裹預計{day}送達，屆時會有簡訊通知您。',
      '<好的，謝謝！',
      '<*sticker:2',
    ],
    [
      '<收到的紙箱破掉了，麻煩看一下照片',
      '<*photo:parcel',
      '>非常抱歉造成您的困擾🙏 請問商品本身有損壞嗎？',
      '<商品沒事，只是想確認可以換貨嗎',
      '>可以的，我們{day}會安排物流到府收件。',
      '<太好了，感謝你們',
    ],
    [
      '<請問{product}還有現貨嗎？',
      '>目前還有少量現貨喔！需要幫您保留嗎？',
      '<麻煩幫我留一個，我{day}下班過去拿',
      '>好的，已為您保留，期待您的光臨😊',
      '<*sticker:4',
    ],
    [
      '<發票可以補開統編嗎？',
      '<*photo:receipt',
      '>可以的，請提供您的統一編號與公司抬頭。',
      '<好，我晚點傳給你',
      '>沒問題，我們隨時為您服務。',
    ],
    [
      '<請問你們高雄店的地址？附近好停車嗎',
      '>*place',
      '>店旁邊就有付費停車場，消費滿千可折抵一小時。',
      '<了解，謝謝～',
    ],
    [
      '<App 一直顯示錯誤，沒辦法登入',
      '<*photo:screen',
      '>請您先更新到最新版本，再重新登入試試看。',
      '<可以了！謝謝你',
      '<*sticker:0',
    ],
    ['<想預約{day}下午{hour}點，兩位', '>已為您預約{day} {hour}:00 兩位，期待見到您！', '<OK 👌'],
  ],
  th: [
    [
      '<สวัสดีค่ะ สั่ง{product}ไป เลขที่ {order} จะได้รับวันไหนคะ',
      '>สวัสดีค่ะคุณ{name} ขอเช็กให้สักครู่นะคะ',
      '>พัสดุจะถึง{day}ค่ะ',
      '<ขอบคุณมากค่ะ 🙏',
      '<*sticker:2',
    ],
    [
      '<กล่องที่ได้รับมาบุบครับ',
      '<*photo:parcel',
      '>ขออภัยด้วยนะคะ สินค้าข้างในเสียหายไหมคะ',
      '<ข้างในไม่เป็นไรครับ แต่อยากเปลี่ยน',
      '>ทางเราจะส่งชิ้นใหม่ให้{day}ค่ะ',
      '<โอเคครับ ขอบคุณครับ',
    ],
    ['<มี{product}สีขาวไหมคะ', '>มีค่ะ เหลือ 3 ชิ้นสุดท้าย สนใจจองไหมคะ', '<จองหนึ่งชิ้นค่ะ', '>จองให้เรียบร้อยแล้วค่ะ 😊', '<*sticker:1'],
    ['<ร้านอยู่แถวไหนครับ', '>*place', '>ใกล้ BTS เดินประมาณ 5 นาทีค่ะ', '<เดี๋ยวแวะไปครับ'],
    [
      '<เข้าแอปไม่ได้ค่ะ ขึ้นแบบนี้',
      '<*photo:screen',
      '>รบกวนอัปเดตแอปเป็นเวอร์ชันล่าสุดแล้วลองใหม่นะคะ',
      '<ได้แล้วค่ะ ขอบคุณค่ะ',
      '<*sticker:4',
    ],
    ['<ขอใบกำกับภาษีด้วยครับ', '<*photo:receipt', '>ได้ค่ะ รบกวนแจ้งชื่อบริษัทและเลขผู้เสียภาษีนะคะ', '<เดี๋ยวส่งให้ทางอีเมลครับ'],
  ],
  en: [
    [
      '<Hi! Could you tell me when my order {order} will arrive?',
      '>Hello {name}, thanks for reaching out! Let me check that for you.',
      '>Your {product} is on its way and should arrive on {day}.',
      '<Perfect, thank you 😊',
    ],
    [
      '<The box arrived damaged, see the photo.',
      '<*photo:parcel',
      '>I am so sorry about that. Is the item inside all right?',
      '<It has a small scratch, so I would prefer a replacement.',
      '>Of course. A new one ships on {day}, and you can keep the first box for the return.',
      '<Great service, thanks!',
      '<*sticker:2',
    ],
    [
      '<Do you have the {product} in stock?',
      '>We have two left in the store. Shall I put one aside for you?',
      '<Yes please, I will drop by on {day}.',
      '>Done! See you then.',
    ],
    [
      '<I cannot log in, it keeps showing this',
      '<*photo:screen',
      '>Thank you for the screenshot. Could you clear the cookies and try once more?',
      '<That worked 👍',
      '<*sticker:4',
    ],
    [
      '<Can I get an invoice with our company name?',
      '<*photo:receipt',
      '>Certainly. Which name should be on it?',
      '<"{name} Trading", thanks',
      '>Sent! Please check your e-mail.',
    ],
    ['<Where exactly is your store?', '>*place', '>Five minutes on foot from the east exit.', '<Thanks, found it!'],
    ['<Table for two on {day} at {hour}?', '>Booked for two on {day} at {hour}:00. See you soon!', '<*sticker:0'],
  ],
};

/** Words that fill the talks, by language. */
export const FILLINGS: Readonly<
  Record<'ja' | 'zh-TW' | 'th' | 'en', { readonly products: readonly string[]; readonly days: readonly string[] }>
> = {
  ja: {
    products: [
      'マグカップ',
      'ワンピース',
      '炊飯器',
      'コーヒー豆セット',
      'ランニングシューズ',
      '加湿器',
      'ギフトセット',
      'デスクライト',
    ],
    days: ['明日', '明後日', '来週月曜日', '来週水曜日', '今週土曜日', '日曜日'],
  },
  'zh-TW': {
    products: ['馬克杯', '洋裝', '電鍋', '咖啡豆禮盒', '慢跑鞋', '加濕器'],
    days: ['明天', '後天', '下週一', '下週三', '這週六'],
  },
  th: {
    products: ['แก้วมัค', 'ชุดเดรส', 'หม้อหุงข้าว', 'กาแฟคั่ว', 'รองเท้าวิ่ง'],
    days: ['พรุ่งนี้', 'มะรืนนี้', 'วันจันทร์หน้า', 'วันเสาร์นี้'],
  },
  en: {
    products: ['mug', 'dress', 'rice cooker', 'coffee set', 'running shoes', 'desk lamp'],
    days: ['tomorrow', 'Monday', 'Wednesday', 'Saturday'],
  },
};

/** Places that customers and shops send: title, address, latitude, longitude. */
export const PLACES: readonly (readonly [title: string, address: string, latitude: number, longitude: number])[] = [
  ['青空ストア 渋谷店', '東京都渋谷区道玄坂2-1', 35.6586, 139.6993],
  ['青空ストア 梅田店', '大阪府大阪市北区梅田3-1', 34.7025, 135.4959],
  ['博多駅 筑紫口', '福岡県福岡市博多区博多駅中央街1', 33.5897, 130.4207],
  ['信義店', '台北市信義區市府路45號', 25.0339, 121.5645],
  ['สาขาสยาม', 'ถนนพระราม 1 ปทุมวัน กรุงเทพฯ', 13.7456, 100.5341],
  ['Aozora Pop-up', '2 Orchard Turn, Singapore', 1.3039, 103.8318],
];
