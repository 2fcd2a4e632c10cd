import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Dashboard } from '../../../shared/contract/sync-contract';
import { places } from '../../app/places';
import { NumberText } from '../../components/NumberText';
import { useFormat } from '../../i18n/useFormat';

interface FigureProps {
  readonly label: string;
  readonly value: number;
  readonly detail?: string;
  readonly to: string;
}

function Figure({ label, value, detail, to }: FigureProps) {
  return (
    <Link to={to} className="dashboard-figure">
      <span className="dashboard-figure-label">{label}</span>
      <span className="dashboard-figure-value">
        <NumberText value={value} />
      </span>
      <span className="dashboard-figure-detail">{detail}</span>
    </Link>
  );
}

/** How much there is: contacts, friends, links, open conversations. Each leads to the people behind it. */
export function Figures({ counts }: { readonly counts: Dashboard['counts'] }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const linked = counts.friends === 0 ? 0 : counts.linkedFriends / counts.friends;
  return (
    <section className="lumo-card dashboard-figures" aria-label={t('figures.label')}>
      <Figure label={t('figures.contacts')} value={counts.contacts} to={places.contacts} />
      <Figure label={t('figures.friends')} value={counts.friends} to={places.chats} />
      <Figure
        label={t('figures.linked')}
        value={counts.linkedFriends}
        detail={t('figures.linkedShare', { share: format.percent(linked) })}
        to={places.contacts}
      />
      <Figure label={t('figures.unread')} value={counts.unreadConversations} to={places.chats} />
      <Figure label={t('figures.waiting')} value={counts.waitingConversations} to={places.chats} />
    </section>
  );
}
