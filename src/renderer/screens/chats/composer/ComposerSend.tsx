import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { Mentionable } from '../../../../shared/model/draft-text';
import { maxBubbles } from '../../../../shared/model/outgoing';
import { useSettings } from '../../../bridge/useSettings';
import { SendButton } from './SendButton';
import { longestText } from './text-length';
import { useDraftState } from './useDraftState';

interface ComposerSendProps {
  readonly conversation: ConversationDetail;
  readonly members: readonly Mentionable[];
  readonly recipients: number;
  readonly isMenuOpen: boolean;
  readonly setMenuOpen: (isOpen: boolean) => void;
  readonly onSend: (isUndoable: boolean) => void;
  readonly onSendAt: (at: number) => void;
  readonly onPickTime: () => void;
}

/** How much it is, what keeps it from being sent, and Send. It is drawn anew only when one of its words changes. */
export function ComposerSend(props: ComposerSendProps) {
  const { conversation, members, recipients, isMenuOpen, setMenuOpen } = props;
  const { t } = useTranslation('chats');
  const [{ sendKey }] = useSettings();
  const state = useDraftState(conversation.id, members);
  const problem = state.problem === null || state.problem === 'empty' ? null : state.problem;
  return (
    <>
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
        isMenuOpen={isMenuOpen}
        setMenuOpen={setMenuOpen}
        onSend={props.onSend}
        onSendAt={props.onSendAt}
        onPickTime={props.onPickTime}
      />
    </>
  );
}
