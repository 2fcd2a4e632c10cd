/** Hues that stay apart from each other and from the status colours in both themes. */
const HUES = ['teal', 'violet', 'orange', 'cyan', 'pink', 'indigo', 'lime', 'grape'] as const;

/** A steady colour name of the theme for an account or a person, from its id: the same id always has the same colour. */
export function accountColor(id: string): (typeof HUES)[number] {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return HUES[sum % HUES.length] ?? 'teal';
}
