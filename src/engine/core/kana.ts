/** Katakana as hiragana, so that both writings of a name fall together. */
export function asHiragana(text: string): string {
  return text.replace(/[ァ-ヶ]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0x60));
}

/** Hiragana as katakana. */
export function asKatakana(text: string): string {
  return text.replace(/[ぁ-ゖ]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0x60));
}

/** Properties whose name or label says that they hold how a name is read. */
const readingNames = /furigana|kana\b|_kana|yomi|phonetic|reading|フリガナ|ふりがな|カナ|かな|読み|よみ/i;

/** True for a property that holds the reading of a name. */
export function isReadingProperty(property: { name: string; label: string | null }): boolean {
  return readingNames.test(property.name) || (property.label !== null && readingNames.test(property.label));
}
