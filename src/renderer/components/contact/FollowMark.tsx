import { useTranslation } from 'react-i18next';
import type { FollowStatus } from '../../../shared/model/contact';
import { StatusMark, type StatusTone } from '../StatusMark';

const tones: Readonly<Record<FollowStatus, StatusTone>> = { following: 'ok', blocked: 'error', unknown: 'off' };

/** Whether a friend follows the account, as far as LINE has told. */
export function FollowMark({ status }: { readonly status: FollowStatus }) {
  const { t } = useTranslation('contacts');
  return <StatusMark tone={tones[status]}>{t(`follow.${status}`)}</StatusMark>;
}
