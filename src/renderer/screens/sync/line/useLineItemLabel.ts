import { useTranslation } from 'react-i18next';

const KNOWN = [
  'user_id',
  'display_name',
  'picture_url',
  'friend_added_at',
  'follow_status',
  'tags',
  'last_broadcast_name',
  'last_broadcast_at',
  'last_open_at',
  'last_click_at',
] as const;

/** Names what a LINE property holds, by its suffix; an unknown one keeps the suffix. */
export function useLineItemLabel(): (suffix: string) => string {
  const { t } = useTranslation('sync');
  return (suffix) => {
    const known = KNOWN.find((each) => each === suffix);
    return known === undefined ? suffix : t(`lineItems.${known}`);
  };
}
