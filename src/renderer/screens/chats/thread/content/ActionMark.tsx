import {
  IconCalendarEvent,
  IconCamera,
  IconClick,
  IconCopy,
  IconLink,
  IconMapPin,
  IconMessage,
  IconPhoto,
  IconPuzzle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ShownAction } from '../../../../../shared/model/chat';

const icons = {
  url: IconLink,
  say: IconMessage,
  postback: IconClick,
  date: IconCalendarEvent,
  copy: IconCopy,
  camera: IconCamera,
  cameraRoll: IconPhoto,
  location: IconMapPin,
  other: IconPuzzle,
} as const;

/** A button that the customer had: its label, and what it does. It cannot be pressed here. */
export function ActionMark({ action }: { readonly action: ShownAction }) {
  const { t } = useTranslation('chats');
  const Icon = icons[action.kind];
  const does = t(`message.action.${action.kind}`);
  return (
    <span className="chat-action" title={action.detail === null ? does : `${does}: ${action.detail}`}>
      <Icon size={14} stroke={1.8} aria-hidden />
      <span>{action.label === '' ? does : action.label}</span>
    </span>
  );
}
