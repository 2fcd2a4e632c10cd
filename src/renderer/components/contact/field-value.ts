import type { FieldKind } from './field-kind';

/** What is wrong with something typed, before anything is sent. */
export type DraftFault = 'number' | 'date' | 'dateTime' | 'email';

/** A typed text as the value that HubSpot takes (null = empty), or what is wrong with it. */
export type ReadDraft = { readonly value: string | null } | { readonly fault: DraftFault };

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as an input of the kind `datetime-local` takes it, in the zone of this computer. */
function localMinute(at: number): string {
  const time = new Date(at);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The text that an editor starts with for a raw HubSpot value. What cannot be read as its type starts as it is. */
export function draftOf(kind: FieldKind, value: string | null): string {
  if (value === null) return '';
  if (kind === 'date') {
    if (/^\d{11,14}$/.test(value)) return new Date(Number(value)).toISOString().slice(0, 10);
    return value.slice(0, 10);
  }
  if (kind === 'dateTime') {
    const at = /^\d{11,14}$/.test(value) ? Number(value) : Date.parse(value);
    return Number.isFinite(at) ? localMinute(at) : '';
  }
  return value;
}

/**
 * Reads what was typed. Full-width digits and signs, which Japanese input makes, count as their plain forms; grouping commas
 * of a number are left out. A day has no zone; a moment is sent in UTC.
 */
export function readDraft(kind: FieldKind, draft: string): ReadDraft {
  const text = kind === 'longText' ? draft : draft.trim();
  if (text === '') return { value: null };
  switch (kind) {
    case 'number': {
      const number = text.normalize('NFKC').replaceAll(/[\s,]/g, '');
      return NUMBER.test(number) ? { value: number } : { fault: 'number' };
    }
    case 'email': {
      const address = text.normalize('NFKC');
      return EMAIL.test(address) ? { value: address } : { fault: 'email' };
    }
    case 'phone':
      return { value: text.normalize('NFKC') };
    case 'date':
      return DAY.test(text) && Number.isFinite(Date.parse(text)) ? { value: text } : { fault: 'date' };
    case 'dateTime': {
      const at = Date.parse(text);
      return Number.isFinite(at) ? { value: new Date(at).toISOString() } : { fault: 'dateTime' };
    }
    default:
      return { value: text };
  }
}

/** The parts of a value of several choices; HubSpot joins them with semicolons (HubSpot facts, section 6). */
export function choicesOf(value: string | null): string[] {
  return value === null ? [] : value.split(';').filter((part) => part !== '');
}
