import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { Mentionable } from '../../../../shared/model/draft-text';
import { Kbd } from '../../../components/Kbd';
import type { CatalogueSticker } from '../thread/sticker-catalogue';
import { type Addition, AddMenu } from './AddMenu';
import { ComposerSend } from './ComposerSend';
import { composerKeys } from './composer-keys';
import { EmojiPicker, type SeenEmoji } from './EmojiPicker';
import { StickerPicker } from './StickerPicker';

/** Which of the composer's pickers and menus is open. */
export type OpenPicker = 'emoji' | 'stickers' | 'later' | null;

interface ComposerFootProps {
  readonly conversation: ConversationDetail;
  readonly members: readonly Mentionable[];
  readonly recipients: number;
  readonly picker: OpenPicker;
  readonly setPicker: (picker: OpenPicker) => void;
  readonly seenEmoji: () => readonly SeenEmoji[];
  readonly onAdd: (addition: Addition) => void;
  readonly onInsert: (text: string) => void;
  readonly onSticker: (sticker: CatalogueSticker, isAttached: boolean) => void;
  readonly onSend: (isUndoable: boolean) => void;
  readonly onSendAt: (at: number) => void;
  readonly onPickTime: () => void;
}

/** Below the text: what can be added, how much it is, and Send. No key draws it anew. */
export function ComposerFoot(props: ComposerFootProps) {
  const { conversation, members, recipients, picker, setPicker, onAdd } = props;
  const { t } = useTranslation('chats');
  const toggle = (name: OpenPicker) => (isOpen: boolean) => setPicker(isOpen ? name : null);
  const filesWord = t('composer.add.files');
  return (
    <div className="chat-composer-foot">
      <AddMenu onAdd={onAdd} />
      <Tooltip
        label={
          <span className="chat-tip">
            {filesWord} <Kbd keys={composerKeys.files} />
          </span>
        }
      >
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={filesWord} onClick={() => onAdd('files')}>
          <IconPaperclip size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <EmojiPicker
        isOpen={picker === 'emoji'}
        setOpen={toggle('emoji')}
        seenEmoji={props.seenEmoji}
        onPick={props.onInsert}
      />
      <StickerPicker
        isOpen={picker === 'stickers'}
        setOpen={toggle('stickers')}
        onSend={(sticker) => props.onSticker(sticker, false)}
        onAttach={(sticker) => props.onSticker(sticker, true)}
      />
      <span className="chat-composer-space" />
      <ComposerSend
        conversation={conversation}
        members={members}
        recipients={recipients}
        isMenuOpen={picker === 'later'}
        setMenuOpen={toggle('later')}
        onSend={props.onSend}
        onSendAt={props.onSendAt}
        onPickTime={props.onPickTime}
      />
    </div>
  );
}
