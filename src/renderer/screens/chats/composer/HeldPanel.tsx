import { Button } from '@mantine/core';
import { IconHandStop, IconPencil, IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../shared/model/chat';
import { orpc, rpc } from '../../../bridge/client';
import { showProblem } from '../../../components/show-problem';
import { showUndo } from '../../../components/show-undo';
import { useFormat } from '../../../i18n/useFormat';
import { giveBack } from './draft-store';
import { takeBack } from './undo-store';
import { useContentWords } from './useContentWords';

/** So many of the messages that came in between are shown. */
const mostShown = 4;

interface HeldPanelProps {
  /** First bubble of the call. */
  readonly message: ChatMessage;
  /** What others wrote after its writer last looked. */
  readonly since: readonly ChatMessage[];
}

/** A message that waits for a person: why, what came in between, and the three ways on. */
export function HeldPanel({ message, since }: HeldPanelProps) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const words = useContentWords();
  const sendNow = useMutation(orpc.chat.sendNow.mutationOptions());
  const reason = message.heldBecause;
  if (reason === null) return null;
  const discard = async (): Promise<void> => {
    try {
      const draft = await rpc.chat.discard({ messageId: message.id });
      showUndo({
        message: t('held.discarded'),
        label: t('held.toDraft'),
        run: () => void giveBack(message.conversationId, draft).catch(showProblem),
      });
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <section className="chat-held" aria-label={t('held.label')}>
      <span className="chat-held-title">
        <IconHandStop size={16} aria-hidden />
        {t(`held.${reason}`)}
      </span>
      <span>{t(`held.${reason}Hint`)}</span>
      {since.length === 0 ? null : (
        <ul className="chat-held-since" aria-label={t('held.since')}>
          {since.slice(-mostShown).map((each) => (
            <li key={each.id}>
              <time dateTime={new Date(each.sentAt).toISOString()}>{format.short(each.sentAt, Date.now())}</time>
              <span>{`${each.senderName === null ? '' : `${each.senderName}: `}${words(each.content)}`}</span>
            </li>
          ))}
        </ul>
      )}
      <span className="chat-held-actions">
        <Button
          size="compact-sm"
          variant="filled"
          leftSection={<IconSend size={14} aria-hidden />}
          loading={sendNow.isPending}
          onClick={() => sendNow.mutate({ messageId: message.id })}
        >
          {t('held.sendAnyway')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPencil size={14} aria-hidden />}
          disabled={sendNow.isPending}
          onClick={() => void takeBack(message.conversationId, message.id)}
        >
          {t('held.edit')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={14} aria-hidden />}
          disabled={sendNow.isPending}
          onClick={() => void discard()}
        >
          {t('held.discard')}
        </Button>
      </span>
    </section>
  );
}
