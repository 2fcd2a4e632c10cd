import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../shared/model/ids';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { TimeText } from '../../components/TimeText';

const SHOWN = 12;

/** The last texts of a conversation, as evidence of who writes. */
export function RecentMessages({ conversationId }: { readonly conversationId: ConversationId }) {
  const { t } = useTranslation('match');
  const page = useQuery(
    orpc.chat.messages.queryOptions({ input: { conversationId, before: null, around: null, limit: 50 } }),
  );
  if (page.isError) return <ErrorNotice problem={problemOf(page.error)} onRetry={() => void page.refetch()} />;
  if (page.data === undefined) return <LoadingRows rows={4} height={28} />;
  const texts = page.data.messages
    .flatMap(({ id, direction, sentAt, content }) =>
      content.type === 'text' ? [{ id, direction, sentAt, text: content.text }] : [],
    )
    .slice(-SHOWN);
  if (texts.length === 0) return <p className="match-hint">{t('noMessages')}</p>;
  return (
    <ol className="match-messages">
      {texts.map((message) => (
        <li key={message.id} data-direction={message.direction}>
          <span className="match-message-text">{message.text}</span>
          <span className="match-message-time">
            {message.direction === 'out' ? `${t('us')} · ` : ''}
            <TimeText at={message.sentAt} />
          </span>
        </li>
      ))}
    </ol>
  );
}
