import type { LumoType, StandardLumoItem } from '../../../shared/model/sync';
import type { PropertyRecord } from '../../storage/property-repository';
import { companyProperty, defaultColumns } from '../contact-properties';

/** What HubSpot calls a property's type. */
export type PropertyForm = Pick<PropertyRecord, 'name' | 'type' | 'fieldType'>;

/** The types of the items that every contact has. */
export const standardItemTypes: Readonly<Record<StandardLumoItem, LumoType>> = {
  firstName: 'text',
  lastName: 'text',
  email: 'email',
  phone: 'phone',
  companyName: 'company',
  lifecycleStage: 'choice',
  leadStatus: 'choice',
};

/** HubSpot's types that each of ours takes, beside its own (HubSpot facts, section 6.2). A text takes everything that is one. */
const alsoTaken: Readonly<Partial<Record<LumoType, readonly LumoType[]>>> = {
  text: ['email', 'phone'],
  email: ['text'],
  phone: ['text'],
};

/** Our type for a HubSpot property; null = of a kind that cannot be synced. */
export function lumoTypeOf({ name, type, fieldType }: PropertyForm): LumoType | null {
  if (name === companyProperty) return 'company';
  switch (type) {
    case 'string':
      return fieldType === 'phonenumber' ? 'phone' : 'text';
    case 'phone_number':
      return 'phone';
    case 'number':
      return 'number';
    case 'date':
      return 'date';
    case 'datetime':
      return 'dateTime';
    case 'bool':
      return 'yesNo';
    case 'enumeration':
      return fieldType === 'checkbox' ? 'choices' : fieldType === 'booleancheckbox' ? 'yesNo' : 'choice';
    default:
      return null;
  }
}

/** The type of an item; `custom:` items have that of their property. */
export function itemType(lumoItem: string, property: PropertyForm): LumoType | null {
  return isStandard(lumoItem) ? standardItemTypes[lumoItem] : lumoTypeOf(property);
}

/** True when the item can hold the property's values. */
export function fitsItem(lumoItem: string, property: PropertyForm): boolean {
  const found = lumoTypeOf(property);
  const wanted = itemType(lumoItem, property);
  if (found === null || wanted === null) return false;
  return wanted === found || (alsoTaken[wanted]?.includes(found) ?? false);
}

/** The item that a property goes to unless a person says otherwise: its standard one where that is free. */
export function defaultLumoItem(propertyName: string, taken: ReadonlySet<string>): string {
  const standard = Object.entries(defaultColumns).find(([, name]) => name === propertyName)?.[0];
  if (standard !== undefined && !taken.has(standard)) return standard;
  if (propertyName === 'mobilephone' && !taken.has('phone')) return 'phone';
  return `custom:${propertyName}`;
}

/** `<type>/<fieldType>` as it is kept with an item. */
export const formOf = ({ type, fieldType }: PropertyForm): string => `${type}/${fieldType}`;

/** True for an item that every contact has. */
export function isStandard(lumoItem: string): lumoItem is StandardLumoItem {
  return lumoItem in standardItemTypes;
}
