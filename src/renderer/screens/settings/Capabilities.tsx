import { useTranslation } from 'react-i18next';
import type { Capability } from '../../../shared/model/account';
import { StatusMark } from '../../components/StatusMark';

/** What the HubSpot connection allows, and for what it does not allow the reason. */
export function Capabilities({ capabilities }: { readonly capabilities: readonly Capability[] }) {
  const { t } = useTranslation('settings');
  if (capabilities.length === 0) return null;
  return (
    <section aria-label={t('capabilities.title')}>
      <h3 className="settings-subtitle">{t('capabilities.title')}</h3>
      <ul className="settings-capabilities">
        {capabilities.map(({ name, isAvailable, reason, scope }) => (
          <li key={name}>
            <StatusMark tone={isAvailable ? 'ok' : 'off'}>{t(`capabilities.names.${name}`)}</StatusMark>
            {isAvailable || reason === null ? null : (
              <span className="settings-capability-reason">
                {t(`capabilities.reasons.${reason}`, { scope: scope ?? '' })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
