import { asHiragana } from '../core/kana';

const base: Readonly<Record<string, string>> = {
  あ: 'a',
  い: 'i',
  う: 'u',
  え: 'e',
  お: 'o',
  か: 'ka',
  き: 'ki',
  く: 'ku',
  け: 'ke',
  こ: 'ko',
  さ: 'sa',
  し: 'shi',
  す: 'su',
  せ: 'se',
  そ: 'so',
  た: 'ta',
  ち: 'chi',
  つ: 'tsu',
  て: 'te',
  と: 'to',
  な: 'na',
  に: 'ni',
  ぬ: 'nu',
  ね: 'ne',
  の: 'no',
  は: 'ha',
  ひ: 'hi',
  ふ: 'fu',
  へ: 'he',
  ほ: 'ho',
  ま: 'ma',
  み: 'mi',
  む: 'mu',
  め: 'me',
  も: 'mo',
  や: 'ya',
  ゆ: 'yu',
  よ: 'yo',
  ら: 'ra',
  り: 'ri',
  る: 'ru',
  れ: 're',
  ろ: 'ro',
  わ: 'wa',
  を: 'o',
  ん: 'n',
  が: 'ga',
  ぎ: 'gi',
  ぐ: 'gu',
  げ: 'ge',
  ご: 'go',
  ざ: 'za',
  じ: 'ji',
  ず: 'zu',
  ぜ: 'ze',
  ぞ: 'zo',
  だ: 'da',
  ぢ: 'ji',
  づ: 'zu',
  で: 'de',
  ど: 'do',
  ば: 'ba',
  び: 'bi',
  ぶ: 'bu',
  べ: 'be',
  ぼ: 'bo',
  ぱ: 'pa',
  ぴ: 'pi',
  ぷ: 'pu',
  ぺ: 'pe',
  ぽ: 'po',
  ゃ: 'ya',
  ゅ: 'yu',
  ょ: 'yo',
  ゔ: 'vu',
};
const small = new Set(['ゃ', 'ゅ', 'ょ']);

/**
 * A kana name in Latin letters as e-mail addresses have it (Hepburn, long vowels short: さとう and サトー give "sato");
 * null when it holds anything but kana.
 */
export function romajiOf(name: string): string | null {
  let letters = '';
  let isDoubled = false;
  for (const character of asHiragana(name)) {
    if (character === 'ー') continue;
    if (character === 'っ') {
      isDoubled = true;
      continue;
    }
    const syllable = base[character];
    if (syllable === undefined) return null;
    if (small.has(character))
      letters = `${letters.slice(0, -1)}${/(sh|ch|j)i$/.test(letters) ? syllable.slice(1) : syllable}`;
    else letters += isDoubled ? syllable.charAt(0) + syllable : syllable;
    isDoubled = false;
  }
  return letters === '' ? null : letters.replace(/o[uo]/g, 'o').replace(/uu/g, 'u');
}
