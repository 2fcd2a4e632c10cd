import { Anchor } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { places } from '../../app/places';
import { useAbility } from './useAbility';

/** Said above the tabs while HubSpot is not connected and nothing can be changed. */
export function ReadOnlyNotice() {
  const { t } = useTranslation('sync');
  const { isReadOnly } = useAbility();
  if (!isReadOnly) return null;
  return (
    <div className="sync-band" role="status">
      <IconLock size={17} aria-hidden />
      <span>
        <strong>{t('readOnly.title')}</strong> {t('readOnly.hint')}{' '}
        <Anchor component={Link} to={places.settings('accounts')} size="sm">
          {t('readOnly.go')}
        </Anchor>
      </span>
    </div>
  );
}
