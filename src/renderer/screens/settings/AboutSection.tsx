import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppInfo } from '../../bridge/useAppInfo';
import { Card } from '../../components/Card';
import { Facts } from './Facts';

/** Version and surroundings, as support asks for them. */
export function AboutSection() {
  const { t } = useTranslation(['settings', 'common']);
  const info = useAppInfo();
  if (info === null) return null;
  return (
    <Card title={t('common:appName')}>
      <div className="settings-card-body">
        <Text size="sm" c="dimmed" mb="md">
          {t('settings:about.what')}
        </Text>
        <Facts
          facts={[
            [t('settings:about.version'), info.version],
            [t('settings:about.mode'), t(`settings:about.modes.${info.mode}`)],
            ['Electron', info.electronVersion],
            [t('settings:about.platform'), info.platform],
          ]}
        />
      </div>
    </Card>
  );
}
