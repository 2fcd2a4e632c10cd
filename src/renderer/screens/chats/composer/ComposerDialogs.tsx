import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import type { OutgoingContent, OutgoingFile } from '../../../../shared/model/outgoing';
import { CardEditor } from './CardEditor';
import { attach, replaceAttachment } from './draft-model';
import { changeDraft, draftOf } from './draft-store';
import { hasRoomFor } from './has-room';
import { LocationEditor } from './LocationEditor';
import { PickTime } from './PickTime';
import { QuickReplyEditor } from './QuickReplyEditor';

/** What is asked for in a window of its own; `place` = the bubble that is changed, null = a new one. */
export interface OpenDialog {
  readonly kind: 'location' | 'card' | 'quickReplies' | 'time';
  readonly place: number | null;
}

interface ComposerDialogsProps {
  readonly conversationId: ConversationId;
  readonly dialog: OpenDialog;
  readonly onSendAt: (at: number) => void;
  readonly onClose: () => void;
}

/** The composer's editors; what they make goes into the draft. */
export function ComposerDialogs({ conversationId, dialog, onSendAt, onClose }: ComposerDialogsProps) {
  const { t } = useTranslation('chats');
  const { kind, place } = dialog;
  const draft = draftOf(conversationId);
  const held = place === null ? undefined : draft.attachments[place];
  const put = (content: OutgoingContent, files: readonly OutgoingFile[]): void =>
    changeDraft(conversationId, (now) => {
      if (place !== null) return replaceAttachment(now, place, content, files);
      return hasRoomFor(now) ? attach(now, [content], files) : now;
    });
  switch (kind) {
    case 'location':
      return (
        <LocationEditor
          held={held?.type === 'location' ? held : null}
          onDone={(content) => put(content, [])}
          onClose={onClose}
        />
      );
    case 'card':
      return (
        <CardEditor held={held?.type === 'buttons' ? held : null} files={draft.files} onDone={put} onClose={onClose} />
      );
    case 'quickReplies':
      return (
        <QuickReplyEditor
          held={draft.quickReplies}
          onDone={(quickReplies) => changeDraft(conversationId, (now) => ({ ...now, quickReplies }))}
          onClose={onClose}
        />
      );
    case 'time':
      return <PickTime at={null} confirmLabel={t('composer.later.confirm')} onPick={onSendAt} onClose={onClose} />;
  }
}
