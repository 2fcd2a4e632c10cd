import { Tooltip } from '@mantine/core';
import { IconCheck, IconClockPause, IconGift, IconSend2, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';
import { useNow } from '../../../components/useNow';
import { useFormat } from '../../../i18n/useFormat';

interface MessageMetaProps {
  readonly message: ChatMessage;
  readonly isTimeShown: boolean;
}

/** What stands beside a bubble: time, and for our own how far it got and what it cost. Never "delivered": LINE does not say. */
export function MessageMeta({ message, isTimeShown }: MessageMetaProps) {
  const { t } = useTranslation(['chats', 'errors']);
  const format = useFormat();
  const isOwn = message.direction === 'out';
  return (
    <span className="chat-meta" data-own={isOwn}>
      {isOwn && message.via !== null ? (
        <Tooltip label={t(`chats:message.via.${message.via}Hint`)} multiline maw={260}>
          <span className="chat-via" data-via={message.via}>
            {message.via === 'reply' ? <IconGift size={12} aria-hidden /> : <IconSend2 size={12} aria-hidden />}
            {t(`chats:message.via.${message.via}`)}
          </span>
        </Tooltip>
      ) : null}
      <span className="chat-meta-line">
        {message.editedAt === null ? null : (
          <span
            className="chat-edited"
            title={t('chats:message.editedAt', { time: format.fullDateTime(message.editedAt) })}
          >
            {t('chats:message.edited')}
          </span>
        )}
        {isOwn ? <StateMark message={message} /> : null}
        {isTimeShown ? (
          <time dateTime={new Date(message.sentAt).toISOString()} title={format.fullDateTime(message.sentAt)}>
            {format.time(message.sentAt)}
          </time>
        ) : null}
      </span>
    </span>
  );
}

/** Neither LINE nor what the other consoles know can be asked: the message goes by itself when they can. */
const unreachable: ReadonlySet<string> = new Set(['LINE_UNREACHABLE', 'RELAY_UNREACHABLE']);

function StateMark({ message }: { readonly message: ChatMessage }) {
  const { t } = useTranslation(['chats', 'errors']);
  const state = message.state;
  if (state !== 'queued' && state !== 'sending' && state !== 'accepted') return null;
  const isOffline = state === 'queued' && unreachable.has(message.problem?.code ?? '');
  const name = t(`chats:message.state.${isOffline ? 'queuedOffline' : state}`);
  const hint =
    state === 'accepted'
      ? t('chats:message.state.acceptedHint')
      : message.problem === null
        ? null
        : t(`errors:${message.problem.code}.what`, message.problem.params);
  // A notice below says when it goes, or why it does not.
  const isSaid = message.scheduledAt !== null || message.heldBecause !== null;
  const Icon = state === 'queued' ? IconClockPause : state === 'sending' ? IconUpload : IconCheck;
  return (
    <Tooltip label={hint === null ? name : `${name}. ${hint}`} multiline maw={280}>
      <span className="chat-state" data-state={state} role="img" aria-label={name}>
        <Icon size={14} stroke={2.2} aria-hidden />
        {state === 'accepted' || (state === 'queued' && isSaid) ? null : (
          <StateWord name={name} from={state === 'queued' ? message.undoUntil : null} />
        )}
      </span>
    </Tooltip>
  );
}

/** The state in words, as soon as it can no longer be undone: until then the notice below counts down. */
function StateWord({ name, from }: { readonly name: string; readonly from: number | null }) {
  return from === null ? <span className="chat-state-word">{name}</span> : <LaterWord name={name} from={from} />;
}

function LaterWord({ name, from }: { readonly name: string; readonly from: number }) {
  return useNow('second') < from ? null : <span className="chat-state-word">{name}</span>;
}
