import { useTranslation } from 'react-i18next';
import { useNow } from '../../../components/useNow';
import { localDay } from './group-messages';

const dayMs = 86_400_000;

/** The day that the messages below were sent on. */
export function DayDivider({ at }: { readonly at: number }) {
  const { t, i18n } = useTranslation('chats');
  const now = useNow();
  const day = localDay(at);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const text =
    day === localDay(now)
      ? t('thread.today')
      : day === localDay(now - dayMs)
        ? t('thread.yesterday')
        : new Intl.DateTimeFormat(i18n.language, {
            weekday: 'short',
            month: 'long',
            day: 'numeric',
            ...(isThisYear ? {} : { year: 'numeric' }),
          }).format(at);
  return (
    <div className="chat-day">
      <span>{text}</span>
    </div>
  );
}
