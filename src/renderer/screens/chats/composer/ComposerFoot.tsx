import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { Mentionable } from '../../../../shared/model/draft-text';
import { maxBubbles } from '../../../../shared/model/outgoing';
import { useSettings } from '../../../bridge/useSettings';
import { Kbd } from '../../../components/Kbd';
import type { CatalogueSticker } from '../thread/sticker-catalogue';
import { type Addition, AddMenu } from './AddMenu';
import { composerKeys } from './composer-keys';
import { EmojiPicker, type SeenEmoji } from './EmojiPicker';
import { SendButton } from './SendButton';
import { StickerPicker } from './StickerPicker';
import { longestText } from './text-length';
import { useDraftState } from './useDraftState';

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

/** Below the text: what can be added, how much it is, and Send. It is drawn anew only when one of its words changes. */
export function ComposerFoot(props: ComposerFootProps) {
  const { conversation, members, recipients, picker, setPicker, onAdd } = props;
  const { t } = useTranslation('chats');
  const [{ sendKey }] = useSettings();
  const state = useDraftState(conversation.id, members);
  const toggle = (name: OpenPicker) => (isOpen: boolean) => setPicker(isOpen ? name : null);
  const problem = state.problem === null || state.problem === 'empty' ? null : state.problem;
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
      {problem !== null ? (
        <span className="chat-composer-count" data-over="true" role="status">
          {problem === 'tooLong'
            ? t('composer.over', { count: state.over })
            : t(`composer.problem.${problem}`, { count: maxBubbles })}
        </span>
      ) : state.bubbles > 1 ? (
        <span className="chat-composer-count" role="status">
          {t('composer.bubbles', { count: state.bubbles })}
        </span>
      ) : state.shownUnits !== null ? (
        <span className="chat-composer-count">
          {t('composer.count', { units: state.shownUnits, limit: longestText })}
        </span>
      ) : null}
      <SendButton
        conversation={conversation}
        recipients={recipients}
        sendKey={sendKey}
        isDisabled={state.problem !== null || state.isReading}
        hint={state.isReading ? t('composer.tray.stillReading') : null}
        isMenuOpen={picker === 'later'}
        setMenuOpen={toggle('later')}
        onSend={props.onSend}
        onSendAt={props.onSendAt}
        onPickTime={props.onPickTime}
      />
    </div>
  );
}
