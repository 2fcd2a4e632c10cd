import { IconCalendarEvent, IconClick } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../../shared/model/chat';
import { chosenTime } from './chosen-time';

/** A tap on a button: the words that the customer saw, or the data behind them; a picked date in the reader's form. */
export function PostbackContent({ postback }: { readonly postback: Extract<MessageContent, { type: 'postback' }> }) {
  const { t, i18n } = useTranslation('chats');
  const { text, data, chosenAt } = postback;
  return (
    <span className="chat-postback" title={t('message.postbackData', { data })}>
      <IconClick size={18} stroke={1.6} aria-hidden />
      <span className="chat-postback-body">
        <small>{t('message.types.postback')}</small>
        {text === null ? <code>{data}</code> : <strong>{text}</strong>}
        {chosenAt === null ? null : (
          <span className="chat-postback-time">
            <IconCalendarEvent size={15} aria-hidden />
            {chosenTime(chosenAt, i18n.language)}
          </span>
        )}
      </span>
    </span>
  );
}
