import { type Findings, isJsonObject, type JsonObject } from './findings';

const MAX_CHARS = 5_000;
const MAX_EMOJIS = 20;
const MAX_MENTIONS = 20;
const MAX_KEYS = 100;

/** Checks a text message: up to 20 LINE emojis, each marking a `$` (facts/line-api section 6.1). */
export function checkText(findings: Findings, message: JsonObject, path: string): void {
  const text = findings.text(message, 'text', path, { max: MAX_CHARS });
  if (message.emojis === undefined) return;
  findings.objects(message, 'emojis', path, 0, MAX_EMOJIS).forEach((emoji, i) => {
    checkEmoji(findings, emoji, `${path}.emojis[${i}]`);
    if (typeof emoji.index !== 'number' || text?.charAt(emoji.index) !== '$') {
      findings.add(`${path}.emojis[${i}].index`, 'The character at the index must be $');
    }
  });
}

/** Checks a text with substitutions: every `{key}` is known, up to 20 mentions and 20 emojis (section 6.1). */
export function checkTextV2(findings: Findings, message: JsonObject, path: string): void {
  const text = findings.text(message, 'text', path, { max: MAX_CHARS });
  const substitution = findings.object(message, 'substitution', path, true) ?? {};
  const keys = Object.keys(substitution);
  if (keys.length > MAX_KEYS) findings.add(`${path}.substitution`, `Size must be between 0 and ${MAX_KEYS}`);
  const types = keys.map((key) => {
    const at = `${path}.substitution.${key}`;
    if (!/^[0-9A-Za-z_]{1,20}$/.test(key)) findings.add(`${path}.substitution`, `Invalid key: ${key}`);
    const value = substitution[key];
    if (isJsonObject(value)) return checkSubstitution(findings, value, at);
    findings.add(at, 'Must be an object');
    return null;
  });
  const count = (type: string) => types.filter((one) => one === type).length;
  if (count('emoji') > MAX_EMOJIS) findings.add(`${path}.substitution`, `Too many emojis. Up to ${MAX_EMOJIS}`);
  if (count('mention') > MAX_MENTIONS) findings.add(`${path}.substitution`, `Too many mentions. Up to ${MAX_MENTIONS}`);
  if (text === null) return;
  // "{{" and "}}" are literal braces; what is left must be {key} with a known key.
  for (const placeholder of text.replace(/\{\{|\}\}/g, '').match(/\{[^{}]*\}|[{}]/g) ?? []) {
    if (!keys.includes(placeholder.slice(1, -1))) findings.add(`${path}.text`, `Invalid placeholder: ${placeholder}`);
  }
}

function checkSubstitution(findings: Findings, value: JsonObject, path: string): string | null {
  const type = findings.word(value, 'type', path, ['mention', 'emoji']);
  if (type === 'emoji') checkEmoji(findings, value, path);
  if (type !== 'mention') return type;
  const mentionee = findings.object(value, 'mentionee', path);
  if (mentionee === null) return type;
  const kind = findings.word(mentionee, 'type', `${path}.mentionee`, ['user', 'all']);
  if (kind === 'user') {
    findings.text(mentionee, 'userId', `${path}.mentionee`, { max: 33, pattern: /^U[0-9a-f]{32}$/ });
  }
  return type;
}

function checkEmoji(findings: Findings, emoji: JsonObject, path: string): void {
  findings.text(emoji, 'productId', path, { max: 100 });
  findings.text(emoji, 'emojiId', path, { max: 100 });
}
