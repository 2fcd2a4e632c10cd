import { SegmentedControl } from '@mantine/core';
import { IconLock, IconMessageCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { useOnline } from '../../../bridge/useOnline';
import { accountColor } from '../../../components/account-color';
import { CostLine } from './CostLine';

interface ComposerHeadProps {
  readonly conversation: ConversationDetail;
  readonly recipients: number;
  readonly writing: 'reply' | 'note';
  readonly setWriting: (writing: 'reply' | 'note') => void;
}

/** What is written (an answer or a note), as whom, and what it costs. */
export function ComposerHead({ conversation, recipients, writing, setWriting }: ComposerHeadProps) {
  const { t } = useTranslation('chats');
  const { isOnline } = useOnline();
  return (
    <div className="chat-composer-head">
      <SegmentedControl
        size="xs"
        aria-label={t('composer.mode.label')}
        value={writing}
        onChange={(value) => setWriting(value === 'note' ? 'note' : 'reply')}
        data={[
          {
            value: 'reply',
            label: (
              <span className="chat-composer-mode">
                <IconMessageCircle size={14} aria-hidden />
                {t('composer.mode.reply')}
              </span>
            ),
          },
          {
            value: 'note',
            label: (
              <span className="chat-composer-mode">
                <IconLock size={14} aria-hidden />
                {t('composer.mode.note')}
              </span>
            ),
          },
        ]}
      />
      {writing === 'note' ? null : (
        <>
          <span className="chat-composer-as">
            <span
              className="lumo-account-dot"
              style={{ background: `var(--mantine-color-${accountColor(conversation.officialAccountId)}-6)` }}
              aria-hidden
            />
            <span className="chat-composer-as-word">{t('composer.as')}</span>
            <strong>{conversation.officialAccountName}</strong>
          </span>
          <span className="chat-composer-space" />
          <CostLine conversation={conversation} recipients={recipients} isOnline={isOnline} />
        </>
      )}
    </div>
  );
}
