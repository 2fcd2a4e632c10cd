import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/PageHeader';

/** The screen. */
export function TroubleshootScreen() {
  const { t } = useTranslation('troubleshoot');
  return <PageHeader title={t('title')} />;
}
