import { useTranslation } from 'react-i18next';
import type { ShownAction } from '../../../../../shared/model/chat';
import { ActionMark } from './ActionMark';

/** The buttons that the customer had above the keyboard, under our bubble. */
export function QuickReplies({ actions }: { readonly actions: readonly ShownAction[] }) {
  const { t } = useTranslation('chats');
  if (actions.length === 0) return null;
  return (
    <ul className="chat-quick-replies" aria-label={t('message.quickReplies')}>
      {actions.map((action, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the buttons of one message never change places
        <li key={place}>
          <ActionMark action={action} />
        </li>
      ))}
    </ul>
  );
}
