import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/PageHeader';

/** The screen. */
export function SyncDataScreen({ tab }: { readonly tab: string }) {
  const { t } = useTranslation('sync');
  return <PageHeader title={t('title')} key={tab} />;
}
