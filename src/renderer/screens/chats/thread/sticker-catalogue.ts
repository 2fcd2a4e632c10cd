/** What a sticker says; its words are under `stickers.mood.` in the texts. */
export type StickerMood =
  | 'hello'
  | 'thanks'
  | 'ok'
  | 'yes'
  | 'no'
  | 'great'
  | 'clap'
  | 'celebrate'
  | 'birthday'
  | 'happy'
  | 'love'
  | 'please'
  | 'sorry'
  | 'bow'
  | 'thinking'
  | 'surprised'
  | 'sad'
  | 'angry'
  | 'cheer'
  | 'callMe'
  | 'areYouThere'
  | 'goodMorning'
  | 'goodNight'
  | 'goodbye';

export interface CatalogueSticker {
  readonly packageId: string;
  readonly stickerId: string;
  readonly mood: StickerMood;
}

/**
 * Stickers that every Official Account may send and whose picture needs no Chinese or Japanese to be understood.
 * Ids are from LINE's public list of sendable stickers (LINE fact sheet, message objects): 789 Sally, 6136 Making
 * Amends, 11537 Brown, Cony and Sally. LINE publishes no words for them, so the mood is our own description.
 */
export const sendableStickers: readonly CatalogueSticker[] = [
  { packageId: '789', stickerId: '10855', mood: 'hello' },
  { packageId: '11537', stickerId: '52002740', mood: 'ok' },
  { packageId: '11537', stickerId: '52002739', mood: 'bow' },
  { packageId: '11537', stickerId: '52002735', mood: 'great' },
  { packageId: '11537', stickerId: '52002734', mood: 'celebrate' },
  { packageId: '11537', stickerId: '52002752', mood: 'clap' },
  { packageId: '11537', stickerId: '52002745', mood: 'happy' },
  { packageId: '11537', stickerId: '52002736', mood: 'love' },
  { packageId: '6136', stickerId: '10551376', mood: 'sorry' },
  { packageId: '11537', stickerId: '52002770', mood: 'please' },
  { packageId: '11537', stickerId: '52002738', mood: 'areYouThere' },
  { packageId: '11537', stickerId: '52002744', mood: 'thinking' },
  { packageId: '789', stickerId: '10859', mood: 'yes' },
  { packageId: '789', stickerId: '10860', mood: 'no' },
  { packageId: '789', stickerId: '10861', mood: 'callMe' },
  { packageId: '789', stickerId: '10869', mood: 'birthday' },
  { packageId: '11537', stickerId: '52002749', mood: 'surprised' },
  { packageId: '11537', stickerId: '52002750', mood: 'sad' },
  { packageId: '789', stickerId: '10862', mood: 'goodNight' },
  { packageId: '11537', stickerId: '52002771', mood: 'goodbye' },
];

/** The drawing that stands for a mood: pictures of other servers are never loaded by the page. */
export const moodEmoji: Readonly<Record<StickerMood, string>> = {
  hello: '👋',
  thanks: '💐',
  ok: '👌',
  yes: '⭕',
  no: '🙅',
  great: '👍',
  clap: '👏',
  celebrate: '🎉',
  birthday: '🎂',
  happy: '😊',
  love: '❤️',
  please: '🤲',
  sorry: '🙇',
  bow: '🙏',
  thinking: '🤔',
  surprised: '😲',
  sad: '😢',
  angry: '😠',
  cheer: '📣',
  callMe: '📞',
  areYouThere: '👀',
  goodMorning: '☀️',
  goodNight: '🌙',
  goodbye: '🙋',
};

/** LINE's keywords are English words picked at random from a longer list; the first that is known decides. */
const keywordMoods: ReadonlyArray<readonly [RegExp, StickerMood]> = [
  [/thank|grateful|appreciat/, 'thanks'],
  [/good ?morning/, 'goodMorning'],
  [/good ?night|sleep/, 'goodNight'],
  [/hello|\bhi\b|hey|greet/, 'hello'],
  [/bye|see you/, 'goodbye'],
  [/sorry|apolog|regret/, 'sorry'],
  [/birthday/, 'birthday'],
  [/congrat|celebrat|party|hooray/, 'celebrate'],
  [/\bok\b|okay|agree|sure|roger/, 'ok'],
  [/\byes\b/, 'yes'],
  [/\bno\b|nope|refus/, 'no'],
  [/love|heart|kiss/, 'love'],
  [/clap|applau/, 'clap'],
  [/great|awesome|nice|good|thumb|excellent/, 'great'],
  [/happy|smile|glad|joy|laugh|haha|lol|fun/, 'happy'],
  [/cheer|fight|go for it/, 'cheer'],
  [/please|beg|ask/, 'please'],
  [/bow|polite/, 'bow'],
  [/confus|question|think|wonder|\?/, 'thinking'],
  [/surpris|shock|wow/, 'surprised'],
  [/sad|cry|tear|disappoint/, 'sad'],
  [/angry|mad|rage/, 'angry'],
  [/call|phone/, 'callMe'],
];

/** What a received or sent sticker says, by its id or else by LINE's keywords; null when neither is known. */
export function stickerMood(sticker: {
  readonly stickerId: string;
  readonly keywords: readonly string[];
}): StickerMood | null {
  const known = sendableStickers.find((entry) => entry.stickerId === sticker.stickerId);
  if (known !== undefined) return known.mood;
  for (const keyword of sticker.keywords) {
    const hit = keywordMoods.find(([pattern]) => pattern.test(keyword.toLowerCase()));
    if (hit !== undefined) return hit[1];
  }
  return null;
}
