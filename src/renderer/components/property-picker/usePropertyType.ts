import { useTranslation } from 'react-i18next';

const KNOWN = [
  'string',
  'number',
  'date',
  'datetime',
  'enumeration',
  'bool',
  'phone_number',
  'json',
  'object_coordinates',
] as const;

function isKnown(type: string): type is (typeof KNOWN)[number] {
  return (KNOWN as readonly string[]).includes(type);
}

/** Names a HubSpot property type in the reader's language; an unknown one keeps HubSpot's own word. */
export function usePropertyType(): (type: string) => string {
  const { t } = useTranslation('setup');
  return (type) => (isKnown(type) ? t(`properties.types.${type}`) : type);
}
