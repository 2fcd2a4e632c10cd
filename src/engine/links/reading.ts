import { romajiOf } from './romaji';

/** Writings of the same Japanese sound in Latin letters (Kunrei and Hepburn, long vowels): one form for all. */
const sameSounds: readonly (readonly [RegExp, string])[] = [
  [/[\u0300-\u036f'’-]/g, ''],
  [/sy/g, 'sh'],
  [/si/g, 'shi'],
  [/ty/g, 'ch'],
  [/ti/g, 'chi'],
  [/tu/g, 'tsu'],
  [/(?<![cs])hu/g, 'fu'],
  [/[zj]y/g, 'j'],
  [/zi/g, 'ji'],
  [/cch/g, 'tch'],
  [/m(?=[bpm])/g, 'n'],
  [/o[uo]/g, 'o'],
  [/oh(?![aeiou])/g, 'o'],
  [/uu/g, 'u'],
];

/** How a folded word (kana as hiragana) sounds, in Latin letters; null for kanji and other scripts, whose sound it does not tell. */
export function soundOf(word: string): string | null {
  const kana = romajiOf(word);
  const latin = kana ?? (/^[\p{Script=Latin}'’-]+$/u.test(word) ? word : null);
  if (latin === null) return null;
  const sound = sameSounds.reduce((text, [pattern, form]) => text.replace(pattern, form), latin.normalize('NFD'));
  return sound === '' ? null : sound;
}

/** True when both names are read alike: word by word in any order, or written as one word. A single short sound says too little. */
export function isSameReading(one: readonly string[], other: readonly string[]): boolean {
  const sounds = (words: readonly string[]) => words.map(soundOf);
  const a = sounds(one);
  const b = sounds(other);
  if (a.length === 0 || b.length === 0 || a.includes(null) || b.includes(null)) return false;
  const joined = a.join('');
  if (joined.length < 4) return false;
  return (
    [...a].sort().join(' ') === [...b].sort().join(' ') || joined === b.join('') || joined === [...b].reverse().join('')
  );
}
