import { UnstyledButton } from '@mantine/core';
import { IconCalendarTime, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { useFormat } from '../../../i18n/useFormat';
import { WaitingActions } from '../thread/WaitingNotice';
import { HeldPanel } from './HeldPanel';
import { useContentWords } from './useContentWords';

/** Above the composer: what waits for a person, then what goes later, folded when it is more than one. */
export function WaitingList({ conversationId }: { readonly conversationId: ConversationId }) {
  const { t } = useTranslation('chats');
  const [isOpen, setOpen] = useState(true);
  const entries = useQuery(orpc.chat.waiting.queryOptions({ input: { conversationId } })).data ?? [];
  const firsts = entries.flatMap(({ bubbles, since }) =>
    bubbles[0] === undefined ? [] : [{ first: bubbles[0], bubbles, since }],
  );
  const held = firsts.filter(({ first }) => first.heldBecause !== null);
  const planned = firsts.filter(({ first }) => first.heldBecause === null && first.scheduledAt !== null);
  if (held.length === 0 && planned.length === 0) return null;
  return (
    <div className="chat-waiting-list">
      {held.map(({ first, bubbles, since }) => (
        <div key={first.id} className="chat-waiting-held">
          <Words bubbles={bubbles} />
          <HeldPanel message={first} since={since} />
        </div>
      ))}
      {planned.length === 0 ? null : (
        <section aria-label={t('waiting.label')}>
          <UnstyledButton className="chat-waiting-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
            <IconCalendarTime size={15} aria-hidden />
            {t('waiting.count', { count: planned.length })}
          </UnstyledButton>
          {isOpen ? (
            <ul className="chat-waiting-rows">
              {planned.map(({ first, bubbles }) => (
                <PlannedRow key={first.id} first={first} bubbles={bubbles} />
              ))}
            </ul>
          ) : null}
        </section>
      )}
    </div>
  );
}

interface EntryProps {
  readonly first: ChatMessage;
  readonly bubbles: readonly ChatMessage[];
}

function PlannedRow({ first, bubbles }: EntryProps) {
  const format = useFormat();
  const at = first.scheduledAt ?? first.sentAt;
  return (
    <li className="chat-waiting-row">
      <time dateTime={new Date(at).toISOString()} title={format.fullDateTime(at)}>
        {format.dateTime(at)}
      </time>
      <Words bubbles={bubbles} />
      <WaitingActions message={first} at={at} />
    </li>
  );
}

function Words({ bubbles }: Pick<EntryProps, 'bubbles'>) {
  const words = useContentWords();
  const text = bubbles.map((bubble) => words(bubble.content)).join(' / ');
  return (
    <span className="chat-waiting-words" title={text}>
      {text}
    </span>
  );
}
