/** Colours of the theme that tags can have. They stay apart from each other in both schemes. */
export const tagColors = [
  'teal',
  'cyan',
  'indigo',
  'violet',
  'grape',
  'pink',
  'red',
  'orange',
  'lime',
  'gray',
] as const;
export type TagColor = (typeof tagColors)[number];

/** The colour of a tag: the one it was given, else a steady one that follows from its name. */
export function tagColor(name: string, given: string | null): TagColor {
  const known = tagColors.find((color) => color === given);
  if (known !== undefined) return known;
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return tagColors[sum % (tagColors.length - 1)] ?? 'teal';
}
