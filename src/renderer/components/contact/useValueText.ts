import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { useFormat } from '../../i18n/useFormat';
import { otherValueText } from './option-text';

/** Shows a raw value of a property by its type, with the labels of lifecycle stages and lead statuses; null = empty. */
export function useValueText(): (propertyName: string, value: string | null) => string | null {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const items = useQuery(orpc.mapping.items.queryOptions()).data ?? [];
  const labels = useQuery(orpc.contacts.filterOptions.queryOptions()).data;
  const words = { yes: t('value.yes'), no: t('value.no') };
  return (propertyName, value) => {
    const type = items.find((item) => item.propertyName === propertyName)?.type ?? 'string';
    const options =
      propertyName === 'lifecyclestage'
        ? labels?.lifecycleStages
        : propertyName === 'hs_lead_status'
          ? labels?.leadStatuses
          : undefined;
    return otherValueText({ type, options: options ?? [] }, value, format, words);
  };
}
