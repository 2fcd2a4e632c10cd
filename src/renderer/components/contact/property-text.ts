import type { ContactProperty } from '../../../shared/model/contact';
import type { Format } from '../../i18n/format';

/** Epoch ms of a HubSpot time: ISO text, or epoch ms as text in older answers; null when it is neither. */
function timeOf(value: string): number | null {
  const at = /^\d{11,14}$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isFinite(at) ? at : null;
}

/** A calendar day has no time zone: it is read as noon of that day here, so that no zone moves it. */
function dayOf(value: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(value);
  if (match === null) return timeOf(value);
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 12).getTime();
}

/** The words of the two values of a HubSpot checkbox property. */
export interface BooleanWords {
  readonly yes: string;
  readonly no: string;
}

/**
 * How a synced value is shown: option labels instead of internal names, times and numbers in the reader's form. null =
 * empty in HubSpot. What cannot be read as its type is shown raw.
 */
export function propertyText(
  property: Pick<ContactProperty, 'type' | 'value' | 'valueLabel'>,
  format: Format,
  words: BooleanWords,
): string | null {
  const { value, valueLabel, type } = property;
  if (value === null || value === '') return null;
  if (valueLabel !== null && valueLabel !== '') return valueLabel;
  if (type === 'bool') return value === 'true' ? words.yes : value === 'false' ? words.no : value;
  if (type === 'number') {
    const number = Number(value);
    return value.trim() !== '' && Number.isFinite(number) ? format.number(number) : value;
  }
  if (type === 'date') {
    const at = dayOf(value);
    return at === null ? value : format.date(at);
  }
  if (type === 'datetime') {
    const at = timeOf(value);
    return at === null ? value : format.dateTime(at);
  }
  return value;
}
