import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from './format';

const formats = new Map<string, Format>();

/** Number and time formats of the language that is on screen. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const held = formats.get(i18n.language);
  if (held !== undefined) return held;
  const made = createFormat(i18n.language);
  formats.set(i18n.language, made);
  return made;
}
