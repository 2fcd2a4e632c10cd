import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import { Kbd } from '../../../components/Kbd';
import { useNow } from '../../../components/useNow';
import { composerKeys } from './composer-keys';
import { takeBackLast, useUndoableSends } from './undo-store';

/** Counts down until LINE gets the message that was sent last, and takes it back. It lies over the thread: nothing moves. */
export function UndoBar({ conversationId }: { readonly conversationId: ConversationId }) {
  const last = useUndoableSends((state) => state.sends.at(-1));
  return last === undefined ? null : (
    <Countdown until={last.undoUntil} title={last.conversationId === conversationId ? null : last.title} />
  );
}

function Countdown({ until, title }: { readonly until: number; readonly title: string | null }) {
  const { t } = useTranslation('chats');
  const now = useNow('second');
  const count = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <div className="chat-undo">
      <span aria-hidden>
        {title === null ? t('composer.undo.sends', { count }) : t('composer.undo.sendsTo', { count, name: title })}
      </span>
      <Button
        size="compact-sm"
        variant="white"
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        rightSection={<Kbd keys={composerKeys.undo} />}
        onClick={takeBackLast}
      >
        {t('composer.undo.button')}
      </Button>
    </div>
  );
}
