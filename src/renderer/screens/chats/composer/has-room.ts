import { notifications } from '@mantine/notifications';
import type { Draft } from '../../../../shared/model/chat';
import { maxBubbles } from '../../../../shared/model/outgoing';
import { i18n } from '../../../i18n/i18n';
import { roomIn } from './draft-model';

/** Whether one more bubble fits into a message; says so where it does not. */
export function hasRoomFor(draft: Draft): boolean {
  if (roomIn(draft) > 0) return true;
  notifications.show({
    id: 'composer-no-room',
    color: 'yellow',
    message: i18n.t('chats:composer.tray.noRoom', { count: maxBubbles }),
  });
  return false;
}
