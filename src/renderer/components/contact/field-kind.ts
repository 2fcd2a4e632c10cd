import type { ContactProperty } from '../../../shared/model/contact';

/** Which editor a field gets. */
export type FieldKind =
  | 'text'
  | 'longText'
  | 'number'
  | 'date'
  | 'dateTime'
  | 'choice'
  | 'choices'
  | 'yesNo'
  | 'email'
  | 'phone';

/** What an editor must know of a property. */
export type EditableProperty = Pick<ContactProperty, 'name' | 'label' | 'type' | 'fieldType' | 'value' | 'options'>;

const PHONE_NAMES = new Set(['phone', 'mobilephone', 'fax']);

/** The editor for a property by HubSpot's `type` and `fieldType` (HubSpot facts, section 6); what is unknown is text. */
export function fieldKindOf({
  name,
  type,
  fieldType,
}: Pick<EditableProperty, 'name' | 'type' | 'fieldType'>): FieldKind {
  if (type === 'bool' || fieldType === 'booleancheckbox') return 'yesNo';
  if (type === 'enumeration') return fieldType === 'checkbox' ? 'choices' : 'choice';
  if (type === 'number') return 'number';
  if (type === 'date') return 'date';
  if (type === 'datetime') return 'dateTime';
  if (type === 'phone_number' || fieldType === 'phonenumber' || PHONE_NAMES.has(name)) return 'phone';
  if (name === 'email' || name.endsWith('_email')) return 'email';
  return fieldType === 'textarea' || fieldType === 'html' ? 'longText' : 'text';
}
