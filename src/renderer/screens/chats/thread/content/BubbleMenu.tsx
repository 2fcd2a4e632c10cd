import { ActionIcon, Menu } from '@mantine/core';
import { IconCode, IconCopy, IconDeviceFloppy, IconDots, IconQuote } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatMessage } from '../../../../../shared/model/chat';
import { rpc } from '../../../../bridge/client';
import { showProblem } from '../../../../components/show-problem';
import { copyableText } from './copyable-text';
import { RawDialog } from './RawDialog';

interface BubbleMenuProps {
  readonly message: ChatMessage;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  /** Absent where nothing can be written. */
  readonly onQuote: ((message: ChatMessage) => void) | undefined;
}

/** What can be done with one message: the "..." beside the bubble, and its right click. */
export function BubbleMenu({ message, isOpen, onToggle, onQuote }: BubbleMenuProps) {
  const { t } = useTranslation('chats');
  const [isRawOpen, setRawOpen] = useState(false);
  const text = copyableText(message.content);
  const { content } = message;
  const isFile =
    content.type === 'image' || content.type === 'video' || content.type === 'audio' || content.type === 'file';
  const canSave = isFile && message.direction === 'in' && content.media.state === 'stored';
  return (
    <>
      <Menu opened={isOpen} onChange={onToggle} position="bottom-start" withinPortal width={200}>
        <Menu.Target>
          <ActionIcon
            className="chat-more"
            data-open={isOpen}
            variant="subtle"
            color="gray"
            size="sm"
            radius="xl"
            aria-label={t('message.more')}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {text === null ? null : (
            <Menu.Item
              leftSection={<IconCopy size={15} aria-hidden />}
              onClick={() => void navigator.clipboard.writeText(text).catch(showProblem)}
            >
              {t('message.copy')}
            </Menu.Item>
          )}
          {onQuote !== undefined && message.canQuote ? (
            <Menu.Item leftSection={<IconQuote size={15} aria-hidden />} onClick={() => onQuote(message)}>
              {t('message.quote')}
            </Menu.Item>
          ) : null}
          {canSave ? (
            <Menu.Item
              leftSection={<IconDeviceFloppy size={15} aria-hidden />}
              onClick={() => void rpc.app.saveMessageFile({ messageId: message.id }).catch(showProblem)}
            >
              {t('message.fileSave')}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconCode size={15} aria-hidden />} onClick={() => setRawOpen(true)}>
            {t('message.raw.show')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isRawOpen ? <RawDialog messageId={message.id} onClose={() => setRawOpen(false)} /> : null}
    </>
  );
}
