import type { ContactProperty } from '../../../shared/model/contact';
import type { Format } from '../../i18n/format';
import { choicesOf } from './field-value';
import { type BooleanWords, propertyText } from './property-text';

/** How another value of the same property is shown, such as HubSpot's where it differs: by its options, else by its type. */
export function otherValueText(
  property: Pick<ContactProperty, 'type' | 'options'>,
  value: string | null,
  format: Format,
  words: BooleanWords,
): string | null {
  const labels = new Map(property.options.map((option) => [option.value, option.label]));
  const parts = choicesOf(value);
  const isByOption = property.options.length > 0 && parts.some((part) => labels.has(part));
  const valueLabel = isByOption ? parts.map((part) => labels.get(part) ?? part).join(', ') : null;
  return propertyText({ type: property.type, value, valueLabel }, format, words);
}
