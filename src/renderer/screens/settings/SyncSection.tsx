import { Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { settingsSchema } from '../../../shared/model/settings';
import { useSettings } from '../../bridge/useSettings';
import { Card } from '../../components/Card';
import { SyncItems } from './SyncItems';

const INTERVALS = [0, 5, 15, 30, 60, 240] as const;

/** How often is synced, and the way to what is synced. */
export function SyncSection() {
  const { t } = useTranslation('settings');
  const [settings, change] = useSettings();
  return (
    <Stack gap="md">
      <Card title={t('sync.schedule')}>
        <div className="settings-card-body">
          <Select
            label={t('sync.interval')}
            description={t('sync.intervalHint')}
            data={INTERVALS.map((minutes) => ({ value: String(minutes), label: t(`sync.intervals.${minutes}`) }))}
            value={String(settings.syncIntervalMinutes)}
            onChange={(value) => {
              const parsed = settingsSchema.shape.syncIntervalMinutes.safeParse(Number(value));
              if (value !== null && parsed.success) change({ syncIntervalMinutes: parsed.data });
            }}
            allowDeselect={false}
            maw={360}
          />
        </div>
      </Card>
      <SyncItems />
    </Stack>
  );
}
