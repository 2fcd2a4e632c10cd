import { useTranslation } from 'react-i18next';

/**
 * The name under which a property is shown: HubSpot's own label, but for the associated company, which HubSpot calls by
 * its record number while the console shows the company's name.
 */
export function usePropertyLabel(): (property: { readonly name: string; readonly label: string }) => string {
  const { t } = useTranslation('common');
  return ({ name, label }) => (name === 'associatedcompanyid' ? t('associatedCompany') : label);
}
