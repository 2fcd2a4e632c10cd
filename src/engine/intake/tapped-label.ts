/**
 * What stood on the button of a message of ours that sends this data, in the words that the customer saw: the text that the
 * tap said in their name, else its label. Null where there is none. `raw` is the message's own JSON.
 */
export function tappedLabel(raw: string | null, data: string): string | null {
  return raw === null ? null : search(JSON.parse(raw), data, 0);
}

/** LINE's own limits keep messages far flatter than this. */
const deepest = 30;

function search(value: unknown, data: string, depth: number): string | null {
  if (typeof value !== 'object' || value === null || depth > deepest) return null;
  if (!Array.isArray(value) && 'data' in value && value.data === data) {
    for (const name of ['displayText', 'text', 'label'] as const) {
      const found = name in value ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
      if (typeof found === 'string' && found !== '') return found;
    }
  }
  for (const part of Object.values(value)) {
    const found = search(part, data, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
