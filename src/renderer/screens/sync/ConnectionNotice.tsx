import { Anchor } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { places } from '../../app/places';
import { problemParams } from '../../components/problem-params';
import { SignInAgain } from '../dashboard/SignInAgain';
import { useAbility } from './useAbility';

/** Said above the tabs while something of the screen cannot be done: not connected, signed out. */
export function ConnectionNotice() {
  const { t } = useTranslation(['sync', 'errors']);
  const { isReadOnly, isOnline, hubSpot } = useAbility();
  const problem = hubSpot?.problem ?? null;
  if (isReadOnly) {
    return (
      <div className="sync-band" role="status">
        <IconLock size={17} aria-hidden />
        <span>
          <strong>{t('sync:readOnly.title')}</strong> {t('sync:readOnly.hint')}{' '}
          <Anchor component={Link} to={places.settings('accounts')} size="sm">
            {t('sync:readOnly.go')}
          </Anchor>
        </span>
      </div>
    );
  }
  // The shell itself says that the app is offline.
  if (problem === null || !isOnline) return null;
  return (
    <div className="sync-band" role="status" data-tone="warning">
      <IconAlertTriangle size={17} aria-hidden />
      <span className="sync-band-text">
        <strong>{t(`errors:${problem.code}.what`, problemParams(problem))}.</strong>{' '}
        {t(`errors:${problem.code}.todo`, problemParams(problem))}
      </span>
      {problem.code === 'HUBSPOT_SIGNED_OUT' ? <SignInAgain /> : null}
    </div>
  );
}
