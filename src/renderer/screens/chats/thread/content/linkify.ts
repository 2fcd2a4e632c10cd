/** One piece of a message: plain text, or an address that may be opened. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** Only visible ASCII that an address may hold: CJK text that follows without a space is not swallowed, nor are bidi controls. */
const addressPattern = /https:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;
/** What ends a sentence, or opens a remark, rather than belongs to an address. */
const trailingPattern = /[.,:;!?'*~([]+$/;
/** `app.openExternal` refuses longer ones. */
const longestAddress = 2000;

/** Drops sentence marks and closing brackets that the address did not open. */
function trimAddress(raw: string): string {
  let address = raw;
  for (;;) {
    const before = address.length;
    address = address.replace(trailingPattern, '');
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
    ] as const) {
      if (address.endsWith(close) && count(address, close) > count(address, open)) address = address.slice(0, -1);
    }
    if (address.length === before) return address;
  }
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

/**
 * The safe form of an address in a customer's text; null where it must stay text: not https, no real host,
 * a user name before the host (`https://bank.example@evil.example` reads as another place), or too long.
 */
function safeUrl(address: string): string | null {
  if (address.length > longestAddress) return null;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  if (!url.hostname.includes('.') || url.href.length > longestAddress) return null;
  return url.href;
}

/** Splits a message into text and https addresses. Joined again, the parts are exactly the text. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(addressPattern)) {
    const shown = trimAddress(match[0]);
    const url = safeUrl(shown);
    if (url === null) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'link', text: shown, url });
    from = match.index + shown.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
