/** Words in the names that LINE gives its emoji, and what is drawn where its own picture cannot be had. */
const drawings: ReadonlyArray<readonly [RegExp, string]> = [
  [/love|heart/i, '❤️'],
  [/kiss/i, '😘'],
  [/tear|cry|sob/i, '😭'],
  [/sad|down|gloom/i, '😢'],
  [/angry|mad|rage/i, '😠'],
  [/laugh|lol|haha/i, '😂'],
  [/wink/i, '😉'],
  [/happy|smile|joy|glad|moon ?smile/i, '😊'],
  [/shock|surprise|wow|oops/i, '😲'],
  [/sweat|hmm|troubl/i, '😅'],
  [/sleep|zzz|night/i, '😴'],
  [/ok|good|thumb|nice/i, '👍'],
  [/clap|bravo/i, '👏'],
  [/please|pray|thank|bow/i, '🙏'],
  [/hello|hi|wave|bye/i, '👋'],
  [/star|shiny|sparkle|twinkle/i, '✨'],
  [/sun|fine/i, '☀️'],
  [/moon/i, '🌙'],
  [/rain|umbrella/i, '☔'],
  [/flower|rose|cherry/i, '🌸'],
  [/cake|birthday/i, '🎂'],
  [/present|gift/i, '🎁'],
  [/music|note/i, '🎵'],
  [/beer|drink|cheers/i, '🍻'],
  [/coffee|tea/i, '☕'],
  [/cat/i, '🐱'],
  [/dog/i, '🐶'],
  [/bear|brown/i, '🐻'],
  [/rabbit|cony/i, '🐰'],
  [/exclam|!/i, '❗'],
  [/question|\?/i, '❓'],
];

/** What is drawn for the name of a LINE emoji; null where the name says nothing that is known. */
export function emojiDrawing(name: string): string | null {
  return name === '' ? null : (drawings.find(([pattern]) => pattern.test(name))?.[1] ?? null);
}
