const MOUTHS = [
  '<path d="M12 22q6 7 12 0" class="l"/>',
  '<path d="M11 21q7 11 14 0z" fill="#7a3b2e"/>',
  '<path d="M13 25q5-5 10 0" class="l"/>',
  '<ellipse cx="18" cy="24" rx="3" ry="4" fill="#7a3b2e"/>',
] as const;
const EYES = [
  '<circle cx="12" cy="15" r="2"/><circle cx="24" cy="15" r="2"/>',
  '<path d="M9 16q3-4 6 0M21 16q3-4 6 0" class="l"/>',
  '<path d="M12 12c-3-3-6 1-3 3l3 3 3-3c3-2 0-6-3-3zM24 12c-3-3-6 1-3 3l3 3 3-3c3-2 0-6-3-3z" fill="#e2557b"/>',
] as const;

/** A LINE emoji drawn for the sandbox (LINE's own art is not ours to show): a small face whose look depends on its ids. */
export function emojiSvg(productId: string, emojiId: string): string {
  const number = Number.parseInt(emojiId, 10) || 0;
  const hue = (Array.from(productId).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) * 37) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">
<style>.l{fill:none;stroke:#4a342c;stroke-width:2.4;stroke-linecap:round}circle{fill:#4a342c}</style>
<circle cx="18" cy="18" r="16" style="fill:hsl(${hue} 80% 70%)"/>${EYES[number % EYES.length]}${MOUTHS[number % MOUTHS.length]}
</svg>`;
}
