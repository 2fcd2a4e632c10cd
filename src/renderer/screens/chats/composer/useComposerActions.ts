import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import { type AppAction, useActions } from '../../../stores/actions';
import type { Addition } from './AddMenu';
import type { OpenPicker } from './ComposerFoot';
import { composerKeys } from './composer-keys';
import { useDraftStore } from './draft-store';
import type { SendTiming } from './send-draft';
import { takeBackLast, useUndoableSends } from './undo-store';

interface ComposerActionsInput {
  readonly conversationId: ConversationId;
  readonly writing: 'reply' | 'note';
  readonly onAdd: (addition: Addition) => void;
  readonly setPicker: (picker: OpenPicker) => void;
  readonly onSend: (timing: SendTiming) => void;
}

const additions: readonly Addition[] = ['files', 'location', 'card', 'quickReplies', 'canned', 'nextBubble'];

/** Offers what can be done in the composer in the command palette and by keys. */
export function useComposerActions({ conversationId, writing, onAdd, setPicker, onSend }: ComposerActionsInput): void {
  const { t } = useTranslation('chats');
  const canUndo = useUndoableSends((state) => state.sends.length > 0);
  // Where something is being written, the key belongs to the text.
  const isTextEmpty = useDraftStore((state) => canUndo && (state.byId.get(conversationId)?.text ?? '') === '');
  const action = (id: string, label: string, run: () => void, keys?: string): AppAction => ({
    id: `composer-${id}`,
    group: 'chat',
    label,
    run,
    ...(keys === undefined ? {} : { keys }),
  });
  const ofReply =
    writing === 'note'
      ? []
      : [
          ...additions.map((addition) =>
            // `/` and Alt+Enter are keys of the text itself.
            action(
              `add-${addition}`,
              t(`composer.add.${addition}`),
              () => onAdd(addition),
              composerKeys[addition].startsWith('mod') ? composerKeys[addition] : undefined,
            ),
          ),
          action('emoji', t('composer.emoji'), () => setPicker('emoji'), composerKeys.emoji),
          action('stickers', t('composer.stickers'), () => setPicker('stickers'), composerKeys.stickers),
          action('later', t('composer.later.menu'), () => setPicker('later'), composerKeys.later),
          action('at-once', t('composer.later.atOnce'), () => onSend({ sendAt: null, isUndoable: false })),
        ];
  const undo = canUndo
    ? [action('undo', t('composer.undo.action'), takeBackLast, isTextEmpty ? composerKeys.undo : undefined)]
    : [];
  useActions([...ofReply, ...undo]);
}
