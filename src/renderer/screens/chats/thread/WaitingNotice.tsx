import { Button } from '@mantine/core';
import { IconArrowBackUp, IconCalendarTime, IconClock, IconSend } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';
import { orpc } from '../../../bridge/client';
import { useNow } from '../../../components/useNow';
import { useFormat } from '../../../i18n/useFormat';
import { PickTime } from '../composer/PickTime';
import { takeBack } from '../composer/undo-store';

/**
 * Under a message that waits for its time: when it goes. The ways to change that stand above the composer, once for all
 * bubbles of a call. Null for every other message.
 */
export function WaitingNotice({ message }: { readonly message: ChatMessage }) {
  const isQueued = message.state === 'queued' && message.heldBecause === null;
  if (!isQueued) return null;
  if (message.scheduledAt !== null) return <Scheduled at={message.scheduledAt} />;
  return message.undoUntil === null ? null : <Undoable until={message.undoUntil} />;
}

function Undoable({ until }: { readonly until: number }) {
  const { t } = useTranslation('chats');
  const count = Math.ceil((until - useNow('second')) / 1000);
  if (count <= 0) return null;
  return (
    <span className="chat-waiting">
      <IconClock size={14} aria-hidden />
      {t('composer.undo.sends', { count })}
    </span>
  );
}

function Scheduled({ at }: { readonly at: number }) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  return (
    <span className="chat-waiting">
      <IconClock size={14} aria-hidden />
      <time dateTime={new Date(at).toISOString()}>{t('waiting.sendsAt', { time: format.dateTime(at) })}</time>
    </span>
  );
}

/** Change the time, send at once, or take back to the draft. */
export function WaitingActions({ message, at }: { readonly message: ChatMessage; readonly at: number }) {
  const { t } = useTranslation('chats');
  const [isPicking, setPicking] = useState(false);
  const sendNow = useMutation(orpc.chat.sendNow.mutationOptions());
  const reschedule = useMutation(orpc.chat.reschedule.mutationOptions());
  const isBusy = sendNow.isPending || reschedule.isPending;
  return (
    <span className="chat-waiting-actions">
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconCalendarTime size={13} aria-hidden />}
        disabled={isBusy}
        onClick={() => setPicking(true)}
      >
        {t('waiting.change')}
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconSend size={13} aria-hidden />}
        disabled={isBusy}
        onClick={() => sendNow.mutate({ messageId: message.id })}
      >
        {t('waiting.sendNow')}
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconArrowBackUp size={13} aria-hidden />}
        disabled={isBusy}
        title={t('waiting.cancelHint')}
        onClick={() => void takeBack(message.conversationId, message.id)}
      >
        {t('waiting.cancel')}
      </Button>
      {isPicking ? (
        <PickTime
          at={at}
          confirmLabel={t('waiting.change')}
          onPick={(sendAt) => reschedule.mutate({ messageId: message.id, sendAt })}
          onClose={() => setPicking(false)}
        />
      ) : null}
    </span>
  );
}
