import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/PageHeader';

/** The screen. */
export function MatchScreen({ friendId }: { readonly friendId: string | null }) {
  const { t } = useTranslation('match');
  return <PageHeader title={t('title')} key={friendId} />;
}
