/** Moods that the sandbox's own sticker art knows; a sticker id decides which one is drawn. */
const MOODS = ['happy', 'love', 'thanks', 'sorry', 'ok', 'cry', 'surprised', 'sleepy'] as const;

const WORDS: Readonly<Record<(typeof MOODS)[number], string>> = {
  happy: 'やったー!',
  love: 'だいすき',
  thanks: 'ありがとう',
  sorry: 'ごめんね',
  ok: 'OK!',
  cry: 'えーん',
  surprised: 'えっ!?',
  sleepy: 'おやすみ',
};

const FACES: Readonly<Record<(typeof MOODS)[number], string>> = {
  happy: '<path d="M36 52q6-8 12 0M72 52q6-8 12 0" class="l"/><path d="M46 66q14 16 28 0z" fill="#7a3b2e"/>',
  love: '<path d="M42 47c-5-7-13-1-9 5l9 9 9-9c4-6-4-12-9-5zM78 47c-5-7-13-1-9 5l9 9 9-9c4-6-4-12-9-5z" fill="#e2557b"/><path d="M52 69q8 7 16 0" class="l"/>',
  thanks: '<path d="M36 54q6-7 12 0M72 54q6-7 12 0" class="l"/><path d="M50 68q10 8 20 0" class="l"/>',
  sorry:
    '<path d="M34 46l12 5M86 46l-12 5" class="l"/><circle cx="42" cy="56" r="3.5"/><circle cx="78" cy="56" r="3.5"/><path d="M52 73q8-7 16 0" class="l"/>',
  ok: '<circle cx="42" cy="54" r="4"/><path d="M72 54h12" class="l"/><path d="M50 66q12 10 22-1" class="l"/>',
  cry: '<path d="M36 50l10 6M84 50l-10 6" class="l"/><path d="M40 60v16M80 60v16" stroke="#5fb2e6" stroke-width="5" stroke-linecap="round"/><path d="M52 74q8-9 16 0" class="l"/>',
  surprised:
    '<circle cx="42" cy="53" r="6" fill="#fff" class="l"/><circle cx="78" cy="53" r="6" fill="#fff" class="l"/><ellipse cx="60" cy="72" rx="6" ry="8" fill="#7a3b2e"/>',
  sleepy:
    '<path d="M36 55h12M72 55h12" class="l"/><ellipse cx="60" cy="70" rx="4" ry="3" fill="#7a3b2e"/><text x="92" y="34" font-size="15">z</text><text x="100" y="22" font-size="11">z</text>',
};

/**
 * A sticker drawn for the sandbox (LINE's own art is not ours to show): one of eight moods of a small round bear, in a colour of its package.
 * The same ids always give the same picture.
 */
export function stickerSvg(packageId: string, stickerId: string): string {
  const number = Number.parseInt(stickerId, 10) || 0;
  const mood = MOODS[number % MOODS.length] ?? 'happy';
  const hue = ((Number.parseInt(packageId, 10) || 0) * 53) % 360;
  const fur = `hsl(${hue} 58% 72%)`;
  const shade = `hsl(${hue} 45% 60%)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" role="img" aria-label="${WORDS[mood]}">
<style>.l{fill:none;stroke:#4a342c;stroke-width:3.5;stroke-linecap:round}circle,text{fill:#4a342c}text{font-family:sans-serif;font-weight:700}</style>
<circle cx="26" cy="26" r="15" style="fill:${shade}"/><circle cx="94" cy="26" r="15" style="fill:${shade}"/>
<circle cx="60" cy="57" r="43" style="fill:${fur}"/><ellipse cx="60" cy="69" rx="23" ry="17" fill="#fff" opacity=".75"/>
<ellipse cx="60" cy="60" rx="5" ry="3.5" fill="#4a342c"/>
<circle cx="30" cy="66" r="6" style="fill:#f49bb0;opacity:.7"/><circle cx="90" cy="66" r="6" style="fill:#f49bb0;opacity:.7"/>
${FACES[mood]}
<text x="60" y="114" text-anchor="middle" font-size="17" stroke="#fff" stroke-width="4" paint-order="stroke">${WORDS[mood]}</text>
</svg>`;
}

/** What the sticker says, for people who cannot see it. */
export function stickerWord(stickerId: string): string {
  return WORDS[MOODS[(Number.parseInt(stickerId, 10) || 0) % MOODS.length] ?? 'happy'];
}
