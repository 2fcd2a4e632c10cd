import type { TextPart } from './outgoing';

/**
 * How LINE emoji and mentions stand in the plain text of a draft: `⟦A⟧` for an emoji with a name of its own,
 * `⟦love 5ac1…/001⟧` for any other, `⟦@Name⟧` or `⟦@Name Uabc…⟧` for a member of the group. A token is text like any
 * other: it survives storing, copying and pasting; an unknown emoji stays as it is, an unknown member becomes `@Name`.
 */
const tokenPattern = /⟦([^⟦⟧\n]{1,160})⟧/gu;
const emojiIdPattern = /^(?:(.{1,60}) )?([0-9A-Za-z]{1,40})\/([0-9A-Za-z]{1,40})$/u;
const mentionIdPattern = /^@(.{1,100}) (all|[UL][0-9A-Za-z]{6,99})$/u;

/** A LINE emoji that has a name which all consoles know. */
export interface NamedEmoji {
  readonly name: string;
  readonly productId: string;
  readonly emojiId: string;
}

/** LINE's letters: capitals, small letters, then 1 to 9 and 0, numbered through from 001. */
const lettersProduct = '5ac21a8c040ab15980c9b43f';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz1234567890';

/** LINE publishes pictures without names: these are the ones whose picture is certain. */
export const namedEmoji: readonly NamedEmoji[] = [
  // The example of LINE's reference (LINE fact sheet, section 22).
  { name: 'love', productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' },
  ...[...letters].map((name, place) => ({
    name,
    productId: lettersProduct,
    emojiId: String(place + 1).padStart(3, '0'),
  })),
];
const emojiByName = new Map(namedEmoji.map((emoji) => [emoji.name, emoji]));

/** A person who can be mentioned. */
export interface Mentionable {
  readonly userId: string;
  readonly name: string;
}

/** What a name may hold inside a token. */
function plainName(name: string): string {
  return name
    .replace(/[⟦⟧\n]/gu, ' ')
    .trim()
    .slice(0, 60);
}

/** The token of a LINE emoji; `name` = what LINE or the catalogue calls it, used where it has no name of its own. */
export function emojiToken(emoji: { readonly productId: string; readonly emojiId: string }, name = ''): string {
  const known = namedEmoji.find((each) => each.productId === emoji.productId && each.emojiId === emoji.emojiId);
  if (known !== undefined) return `⟦${known.name}⟧`;
  const words = plainName(name.replace(/^\(|\)$/g, ''));
  return `⟦${words === '' ? '' : `${words} `}${emoji.productId}/${emoji.emojiId}⟧`;
}

/** The token of a mention; without the user id where the name says enough among `members`. `all` = everybody, in any language. */
export function mentionToken(person: Mentionable, members: readonly Mentionable[] = []): string {
  const name = plainName(person.name);
  const same = members.filter((member) => plainName(member.name) === name);
  return same.length === 1 && same[0]?.userId === person.userId ? `⟦@${name}⟧` : `⟦@${name} ${person.userId}⟧`;
}

function partOfToken(body: string, members: readonly Mentionable[]): TextPart | null {
  const emoji = emojiByName.get(body);
  if (emoji !== undefined) return { kind: 'emoji', productId: emoji.productId, emojiId: emoji.emojiId };
  if (body.startsWith('@')) {
    const [, name, userId] = mentionIdPattern.exec(body) ?? [];
    if (name !== undefined && userId !== undefined) return { kind: 'mention', userId, name };
    const member = members.find((each) => plainName(each.name) === body.slice(1));
    return member === undefined ? null : { kind: 'mention', userId: member.userId, name: member.name.slice(0, 100) };
  }
  const [, , productId, emojiId] = emojiIdPattern.exec(body) ?? [];
  return productId === undefined || emojiId === undefined ? null : { kind: 'emoji', productId, emojiId };
}

/** The parts that a draft's text is sent as; joined white space around it is not sent. Empty = nothing to send. */
export function partsOfDraftText(text: string, members: readonly Mentionable[] = []): TextPart[] {
  const parts: TextPart[] = [];
  const addText = (piece: string): void => {
    const last = parts.at(-1);
    if (piece === '') return;
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + piece };
    else parts.push({ kind: 'text', text: piece });
  };
  const trimmed = text.trim();
  let from = 0;
  for (const match of trimmed.matchAll(tokenPattern)) {
    const part = partOfToken(match[1] ?? '', members);
    addText(trimmed.slice(from, match.index));
    if (part === null) addText(match[1]?.startsWith('@') === true ? match[1] : match[0]);
    else parts.push(part);
    from = match.index + match[0].length;
  }
  addText(trimmed.slice(from));
  return parts;
}

/** The draft's text of parts that were sent or kept; {@link partsOfDraftText} makes the same parts of it. */
export function draftTextOfParts(parts: readonly TextPart[], members: readonly Mentionable[] = []): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'emoji' ? emojiToken(part) : mentionToken(part, members);
    })
    .join('');
}
