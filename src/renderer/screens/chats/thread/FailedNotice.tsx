import { Button, Tooltip } from '@mantine/core';
import { IconAlertCircleFilled, IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';
import { orpc } from '../../../bridge/client';
import { giveBack } from '../composer/draft-store';

interface FailedNoticeProps {
  readonly message: ChatMessage;
  readonly onRetried: (message: ChatMessage) => void;
  /** It stands in the draft again. */
  readonly onDiscarded: (text: null) => void;
}

/** Under a message that LINE did not take, or may not have taken: why, what is safe, what to do, and the two ways on. */
export function FailedNotice({ message, onRetried, onDiscarded }: FailedNoticeProps) {
  const { t } = useTranslation(['chats', 'errors']);
  const retry = useMutation(orpc.chat.retry.mutationOptions({ onSuccess: (messages) => messages.forEach(onRetried) }));
  const discard = useMutation(
    orpc.chat.discard.mutationOptions({
      onSuccess: async (draft) => {
        await giveBack(message.conversationId, draft);
        onDiscarded(null);
      },
    }),
  );
  const isBusy = retry.isPending || discard.isPending;
  const input = { messageId: message.id };
  return (
    <div className="chat-failed">
      <span className="chat-failed-title">
        <IconAlertCircleFilled size={15} aria-hidden />
        {t(`chats:message.state.${message.problem?.code === 'LINE_OUTCOME_UNKNOWN' ? 'unknown' : 'failed'}`)}
        {message.attempts > 1 ? <small>{t('chats:message.attempts', { count: message.attempts })}</small> : null}
      </span>
      {message.problem === null ? null : (
        <span>
          <strong>{t(`errors:${message.problem.code}.what`, message.problem.params)}</strong>
          <br />
          {t(`errors:${message.problem.code}.todo`, message.problem.params)}
        </span>
      )}
      <span className="chat-failed-actions">
        {message.canRetry ? (
          <Button
            size="compact-xs"
            variant="light"
            color="red"
            leftSection={<IconRefresh size={13} aria-hidden />}
            loading={retry.isPending}
            disabled={isBusy}
            onClick={() => retry.mutate(input)}
          >
            {t('chats:message.retry')}
          </Button>
        ) : null}
        <Tooltip label={t('chats:message.discardHint')}>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconArrowBackUp size={13} aria-hidden />}
            loading={discard.isPending}
            disabled={isBusy}
            onClick={() => discard.mutate(input)}
          >
            {t('chats:message.discard')}
          </Button>
        </Tooltip>
      </span>
    </div>
  );
}
