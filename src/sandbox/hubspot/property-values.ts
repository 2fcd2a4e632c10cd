import type { PropertyProblem } from './errors';
import type { PropertyDefinition } from './property-definition';

const longestText = 65_536;
const emailPattern = /^[^\s@<>()[\]\\,;:"]+@[^\s@.]+(\.[^\s@.]+)+$/;
const dayMs = 86_400_000;

/** A value in its stored form, or what is wrong with it. */
export type CheckedValue =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: PropertyProblem };

/**
 * Checks one written value against its definition and brings it into the stored form (facts sections 5.2 and 6.2).
 * `current` serves the append form `;x` of multi-selects. An empty string clears any writable property.
 */
export function checkValue(
  definition: PropertyDefinition,
  text: string,
  current: string | null,
  ownerIds: ReadonlySet<string>,
): CheckedValue {
  const { name } = definition;
  const refuse = (error: string, message: string): CheckedValue => ({ ok: false, problem: { name, error, message } });
  if (definition.modificationMetadata.readOnlyValue) {
    return refuse('READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  }
  if (text === '') return { ok: true, value: '' };
  switch (definition.type) {
    case 'number':
      return Number.isFinite(Number(text)) && text.trim() !== ''
        ? { ok: true, value: text.trim() }
        : refuse('INVALID_INTEGER', `${text} was not a valid number.`);
    case 'bool':
      return text === 'true' || text === 'false'
        ? { ok: true, value: text }
        : refuse('INVALID_OPTION', `${text} was not one of the allowed options: [true, false]`);
    case 'date':
      return checkDate(text) ?? refuse('INVALID_DATE', `${text} was not a valid date.`);
    case 'datetime':
      return checkDateTime(text) ?? refuse('INVALID_DATE', `${text} was not a valid long.`);
    case 'enumeration':
      return checkChoice(definition, text, current, ownerIds);
    default:
      break;
  }
  if (text.length > longestText) {
    return refuse('VALUE_TOO_LONG', `The value of "${name}" is longer than ${longestText} characters.`);
  }
  if (name === 'email') {
    const address = text.trim().toLowerCase();
    if (!emailPattern.test(address)) return refuse('INVALID_EMAIL', `Email address ${text} is invalid`);
    return { ok: true, value: address };
  }
  return { ok: true, value: text };
}

function checkDate(text: string): CheckedValue | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const at = Date.parse(`${text}T00:00:00.000Z`);
    if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return null;
    return { ok: true, value: text };
  }
  // Epoch milliseconds must be exactly midnight UTC (facts section 5.2).
  const at = epochMs(text);
  return at === null || at % dayMs !== 0 ? null : { ok: true, value: new Date(at).toISOString().slice(0, 10) };
}

function checkDateTime(text: string): CheckedValue | null {
  const at = instantMs(text);
  return at === null ? null : { ok: true, value: new Date(at).toISOString() };
}

/** Epoch ms from either spelling of an instant (milliseconds or ISO 8601); null when it is neither. */
export function instantMs(text: string): number | null {
  const ms = epochMs(text);
  if (ms !== null) return ms;
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null;
  const at = Date.parse(/T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(at) ? null : at;
}

function epochMs(text: string): number | null {
  if (!/^-?\d{1,15}$/.test(text)) return null;
  const at = Number(text);
  return Math.abs(at) > 8.64e15 ? null : at;
}

function checkChoice(
  definition: PropertyDefinition,
  text: string,
  current: string | null,
  ownerIds: ReadonlySet<string>,
): CheckedValue {
  const { name } = definition;
  const isOwner = definition.referencedObjectType === 'OWNER';
  const allowed = isOwner ? ownerIds : new Set(definition.options.map((option) => option.value));
  const isMulti = definition.fieldType === 'checkbox';
  const written = isMulti ? text.split(';').filter((choice) => choice !== '') : [text];
  const wrong = written.find((choice) => !allowed.has(choice));
  if (wrong !== undefined) {
    const choices = isOwner ? 'the active owners' : `[${[...allowed].join(', ')}]`;
    return {
      ok: false,
      problem: { name, error: 'INVALID_OPTION', message: `${wrong} was not one of the allowed options: ${choices}` },
    };
  }
  if (!isMulti) return { ok: true, value: text };
  const kept = text.startsWith(';') && current !== null ? current.split(';') : [];
  return { ok: true, value: [...new Set([...kept, ...written])].join(';') };
}

const dialCodes = ['81', '886', '66', '852', '86', '82', '84', '65', '44', '49', '33', '1'];

/** What the hidden searchable phone properties hold: digits without country code (facts section 5.4); null without digits. */
export function searchablePhone(phone: string | undefined): string | null {
  if (phone === undefined) return null;
  const isInternational = /^\s*(\+|00)/.test(phone);
  let digits = phone.normalize('NFKC').replace(/\D/g, '').replace(/^00/, '');
  const code = isInternational ? dialCodes.find((candidate) => digits.startsWith(candidate)) : undefined;
  if (code !== undefined) digits = digits.slice(code.length);
  digits = digits.replace(/^0+/, '');
  return digits === '' ? null : digits;
}
