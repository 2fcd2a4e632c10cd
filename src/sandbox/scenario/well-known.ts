/** A person with a fixed name at a low index, so that tests and pictures can count on somebody. */
export interface WellKnownPerson {
  readonly locale: 'ja' | 'zh-TW' | 'th' | 'en';
  readonly familyName: string;
  readonly givenName: string;
  readonly mailName: string;
  readonly phone: string | null;
  readonly companySlot: number;
  readonly lifecycleStage: string;
  readonly leadStatus: string | null;
  readonly lineDisplayName: string;
}

const who = (
  locale: WellKnownPerson['locale'],
  [familyName, givenName, lineDisplayName]: readonly [string, string, string],
  mailName: string,
  phone: string | null,
  companySlot: number,
  lifecycleStage: string,
  leadStatus: string | null,
): WellKnownPerson => ({
  locale,
  familyName,
  givenName,
  mailName,
  phone,
  companySlot,
  lifecycleStage,
  leadStatus,
  lineDisplayName,
});

/** The people with the indices 0, 1, 2, ... of every seed. */
export const WELL_KNOWN: readonly WellKnownPerson[] = [
  who('ja', ['田中', '美咲', '田中 美咲'], 'misaki.tanaka', '090-1234-5678', 0, 'customer', 'CONNECTED'),
  who('ja', ['山本', '健一', '山本けんいち🎣'], 'kenichi.yamamoto', '+81 80-2345-6789', 1, 'opportunity', 'OPEN_DEAL'),
  who('zh-TW', ['陳', '怡君', '怡君☕'], 'yichun.chen', '0912-345-678', 12, 'customer', 'CONNECTED'),
  who('th', ['ใจดี', 'สมชาย', 'สมชาย ใจดี'], 'somchai.jaidee', '081-234-5678', 15, 'lead', 'NEW'),
  who(
    'en',
    ['Carter', 'Olivia', 'Olivia C.'],
    'olivia.carter',
    '+1 415-555-0132',
    17,
    'salesqualifiedlead',
    'IN_PROGRESS',
  ),
  who('ja', ['佐藤', '陽菜', 'ひな🌸'], 'hina.sato', '070-3456-7890', 2, 'lead', 'OPEN'),
  who('ja', ['鈴木', '大輔', 'Daisuke'], 'daisuke.suzuki', '03-5555-0147', 3, 'customer', null),
  who('zh-TW', ['林', '志明', '林志明'], 'chihming.lin', '+886 922 333 444', 13, 'marketingqualifiedlead', 'NEW'),
  who('th', ['ศรีสุข', 'กนกวรรณ', 'กนกวรรณ✨'], 'kanokwan.srisuk', '+66 89 765 4321', 16, 'customer', 'CONNECTED'),
  who('en', ['Nguyen', 'Daniel', 'Dan Nguyen'], 'daniel.nguyen', null, 18, 'subscriber', null),
  who('ja', ['渡辺', '千尋', '千尋'], 'chihiro.watanabe', '090-8765-4321', 4, 'evangelist', null),
  who('ja', ['小林', '蓮', '小林 蓮🏀'], 'ren.kobayashi', '080-1111-2222', 5, 'lead', 'ATTEMPTED_TO_CONTACT'),
];
