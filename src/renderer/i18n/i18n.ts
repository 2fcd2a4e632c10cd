import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { resources } from './resources';

/** The screens' texts. Language is changed live with `changeLanguage`; React escapes what is put into a text. */
export const i18n: I18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  resources,
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  ns: Object.keys(resources.en),
  interpolation: { escapeValue: false },
  // A text about several things may lack a word that only one of them has; nobody is shown the place holder.
  missingInterpolationHandler: () => '…',
  initAsync: false,
});
