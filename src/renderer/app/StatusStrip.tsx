import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useOnline } from '../bridge/useOnline';
import { useNow } from '../components/useNow';
import { useFormat } from '../i18n/useFormat';

/** A band below the screens, only while the network is away: what is shown is stored data, and from when it is. */
export function StatusStrip() {
  const { t } = useTranslation();
  const { isOnline, asOf } = useOnline();
  const format = useFormat();
  const now = useNow();
  return (
    <div className="lumo-strip" role="status">
      {isOnline ? null : (
        <div className="lumo-band">
          <IconCloudOff size={16} aria-hidden />
          {asOf === null ? t('offlineBandNoTime') : t('offlineBand', { time: format.short(asOf, now) })}
        </div>
      )}
    </div>
  );
}
