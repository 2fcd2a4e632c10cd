/** A name as it is written and the same name in Latin letters, for e-mail addresses and nicknames. */
export type WrittenName = readonly [written: string, latin: string];

/** Names and the words that company names are made of, for one language. A table of data: it is long by nature. */
export interface NameTable {
  readonly family: readonly WrittenName[];
  readonly given: readonly WrittenName[];
  readonly companyHead: readonly WrittenName[];
  readonly companyTail: readonly WrittenName[];
  readonly companyForm: readonly string[];
  readonly cities: readonly string[];
}

const parse = (text: string): WrittenName[] =>
  text
    .trim()
    .split(/\s*,\s*/)
    .map((pair) => {
      const [written = '', latin = ''] = pair.split('=');
      return [written, latin] as const;
    });

const plain = (text: string): WrittenName[] =>
  text
    .trim()
    .split(/\s*,\s*/)
    .map(
      (word) =>
        [
          word,
          word
            .normalize('NFD')
            .toLowerCase()
            .replace(/[^a-z]/g, ''),
        ] as const,
    );

export const NAMES: Readonly<Record<'ja' | 'zh-TW' | 'th' | 'en', NameTable>> = {
  ja: {
    family: parse(
      `佐藤=sato, 鈴木=suzuki, 高橋=takahashi, 田中=tanaka, 伊藤=ito, 渡辺=watanabe, 山本=yamamoto, 中村=nakamura, 小林=kobayashi, 加藤=kato,
      吉田=yoshida, 山田=yamada, 佐々木=sasaki, 山口=yamaguchi, 松本=matsumoto, 井上=inoue, 木村=kimura, 林=hayashi, 斎藤=saito, 清水=shimizu,
      山崎=yamazaki, 森=mori, 池田=ikeda, 橋本=hashimoto, 阿部=abe, 石川=ishikawa, 山下=yamashita, 中島=nakajima, 石井=ishii, 小川=ogawa,
      前田=maeda, 岡田=okada, 長谷川=hasegawa, 藤田=fujita, 後藤=goto, 近藤=kondo, 村上=murakami, 遠藤=endo, 青木=aoki, 坂本=sakamoto,
      福田=fukuda, 太田=ota, 西村=nishimura, 藤井=fujii, 金子=kaneko, 岡本=okamoto, 藤原=fujiwara, 中野=nakano, 三浦=miura, 原田=harada,
      松田=matsuda, 竹内=takeuchi, 小野=ono, 中山=nakayama, 和田=wada, 石田=ishida, 森田=morita, 上田=ueda, 原=hara, 五十嵐=igarashi, 髙橋=takahashi, 渡邉=watanabe`,
    ),
    given: parse(
      `美咲=misaki, 陽菜=hina, 結衣=yui, さくら=sakura, 葵=aoi, 凛=rin, 真由美=mayumi, 由美子=yumiko, 恵子=keiko, 千尋=chihiro,
      彩香=ayaka, 愛=ai, 直美=naomi, 智子=tomoko, 香織=kaori, 優子=yuko, 麻衣=mai, 奈々=nana, 瞳=hitomi, 舞=mai, 莉子=riko, 琴音=kotone, 七海=nanami, 沙織=saori,
      翔太=shota, 大輔=daisuke, 健太=kenta, 拓也=takuya, 蓮=ren, 悠真=yuma, 湊=minato, 樹=itsuki, 誠=makoto, 浩=hiroshi, 隆=takashi, 学=manabu,
      健一=kenichi, 和也=kazuya, 直樹=naoki, 亮=ryo, 大翔=hiroto, 陸=riku, 颯太=sota, 悠斗=yuto, 修=osamu, 剛=tsuyoshi, 裕子=yuko, 久美子=kumiko, 明=akira, 徹=toru`,
    ),
    companyHead: parse(
      `青空=aozora, 三葉=mitsuba, 富士見=fujimi, 東亜=toa, 桜井=sakurai, 北斗=hokuto, 大和=yamato, 日向=hinata, 若葉=wakaba, 朝日=asahi-gaoka,
      瀬戸内=setouchi, 港南=konan, 緑風=ryokufu, 星野=hoshino, 千歳=chitose, 松風=matsukaze, 白樺=shirakaba, 銀河=ginga, 南洋=nanyo, みなと=minato, つばさ=tsubasa, ひかり=hikari`,
    ),
    companyTail: parse(
      `商事=trading, 電機=denki, 食品=foods, 物流=logistics, 不動産=estate, 建設=kensetsu, 製作所=works, システム=systems, 旅行=travel, 薬品=pharma, 印刷=printing, クリニック=clinic, 美容室=salon, 学院=academy, 工房=atelier`,
    ),
    companyForm: ['株式会社*', '*株式会社', '有限会社*', '合同会社*', '*'],
    cities: [
      '東京都港区',
      '大阪市北区',
      '名古屋市中区',
      '福岡市博多区',
      '札幌市中央区',
      '横浜市西区',
      '京都市下京区',
      '仙台市青葉区',
      '神戸市中央区',
      '那覇市',
    ],
  },
  'zh-TW': {
    family: parse(
      `陳=chen, 林=lin, 黃=huang, 張=chang, 李=lee, 王=wang, 吳=wu, 劉=liu, 蔡=tsai, 楊=yang, 許=hsu, 鄭=cheng, 謝=hsieh, 郭=kuo, 洪=hung, 曾=tseng, 邱=chiu, 廖=liao, 賴=lai, 周=chou, 葉=yeh, 蘇=su, 歐陽=ouyang`,
    ),
    given: parse(
      `怡君=yichun, 雅婷=yating, 淑芬=shufen, 美玲=meiling, 佳蓉=chiajung, 詩涵=shihhan, 宜蓁=yichen, 欣怡=hsinyi, 思妤=szuyu, 婉婷=wanting, 志明=chihming, 俊傑=chunchieh, 家豪=chiahao, 冠宇=kuanyu,
      宗翰=tsunghan, 建宏=chienhung, 承恩=chengen, 柏翰=pohan, 文雄=wenhsiung, 品妍=pinyen, 子晴=tzuching, 明=ming, 宥廷=yuting, 雅雯=yawen`,
    ),
    companyHead: parse(
      `台欣=taihsin, 永豐盛=yungfeng, 宏達興=hungta, 綠禾=luhe, 晨光=chenguang, 大同里=datong, 福爾摩沙=formosa, 玉山屋=yushan, 鼎新=dingshin, 光華=guanghua, 海納=haina, 悅來=yuelai`,
    ),
    companyTail: parse(
      `科技=tech, 貿易=trade, 餐飲=dining, 實業=industrial, 旅行社=tours, 診所=clinic, 設計=design, 物流=logistics, 生技=biotech, 文創=creative`,
    ),
    companyForm: ['*股份有限公司', '*有限公司', '*'],
    cities: [
      '台北市信義區',
      '新北市板橋區',
      '台中市西屯區',
      '高雄市前鎮區',
      '台南市東區',
      '新竹市東區',
      '桃園市中壢區',
    ],
  },
  th: {
    family: parse(
      `ใจดี=jaidee, ศรีสุข=srisuk, วงศ์สว่าง=wongsawang, ทองคำ=thongkham, แสงจันทร์=saengchan, บุญมา=boonma, สุวรรณ=suwan, รัตนากร=rattanakorn, พงษ์ไพบูลย์=pongpaiboon, จันทร์เพ็ญ=chanpen, มั่นคง=mankong,
      ชัยมงคล=chaimongkol, อินทรักษ์=intharak, เจริญสุข=charoensuk, สมบูรณ์=somboon, ปัญญาดี=panyadee`,
    ),
    given: parse(
      `สมชาย=somchai, สมหญิง=somying, ณัฐพล=nattapon, กนกวรรณ=kanokwan, พิมพ์ชนก=pimchanok, ธนากร=thanakorn, อรทัย=orathai, วิชัย=wichai, สุดารัตน์=sudarat, ปิยะ=piya, นภัสสร=napatsorn, ศิริพร=siriporn,
      อนุชา=anucha, จิราพร=jiraporn, กิตติ=kitti, มาลี=malee, ชลธิชา=chonticha, ธีรเดช=theeradet`,
    ),
    companyHead: parse(
      `สยามรุ่งเรือง=siamrung, ไทยเจริญ=thaicharoen, บางกอกสมาย=bangkoksmile, ช้างทอง=changthong, ภูเก็ตบลู=phuketblue, ล้านนา=lanna, เจ้าพระยา=chaophraya, มะลิ=mali, อันดามัน=andaman`,
    ),
    companyTail: parse(
      `เทรดดิ้ง=trading, ฟู้ดส์=foods, ทราเวล=travel, โลจิสติกส์=logistics, คลินิก=clinic, ดีไซน์=design, พร็อพเพอร์ตี้=property`,
    ),
    companyForm: ['บริษัท * จำกัด', 'หจก. *', 'ร้าน *'],
    cities: ['กรุงเทพมหานคร', 'เชียงใหม่', 'ภูเก็ต', 'ชลบุรี', 'ขอนแก่น', 'นนทบุรี'],
  },
  en: {
    family: plain(
      `Anderson, Baker, Carter, Dawson, Edwards, Fischer, Garcia, Harrison, Iyer, Johnson, Kim, Lopez, Martin, Nguyen, O'Brien, Patel, Quinn, Reyes, Schmidt, Thompson, Ueda-Clark, Vargas, Walker, Young, Ziegler, Müller, Santos, Dubois, McKenzie, de la Cruz`,
    ),
    given: plain(
      `Alice, Benjamin, Chloe, Daniel, Emma, Felix, Grace, Henry, Isabel, Jack, Katherine, Liam, Maya, Noah, Olivia, Priya, Quentin, Rosa, Samuel, Tara, Uma, Victor, Wendy, Xavier, Yvonne, Zoë, José, Renée, Mei-Ling, Arjun`,
    ),
    companyHead: plain(
      `Northwind, Bluefin, Harbor, Cascade, Juniper, Meridian, Oakline, Silverleaf, Redwood, Lantern, Pinecrest, Keystone, Summit, Tidewater`,
    ),
    companyTail: plain(
      `Trading, Foods, Logistics, Software, Travel, Partners, Design, Dental, Outfitters, Robotics, Realty, Academy`,
    ),
    companyForm: ['* Inc.', '* Ltd', '* LLC', '* Pte. Ltd.', '*'],
    cities: ['Singapore', 'San Francisco', 'London', 'Sydney', 'Vancouver', 'Austin', 'Berlin'],
  },
};
