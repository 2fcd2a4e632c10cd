import { Button, Group, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { Card } from '../../components/Card';

/** How many properties are synced, and the way to the screen where that is set. */
export function SyncItems() {
  const { t } = useTranslation('sync');
  const items = useQuery(orpc.mapping.items.queryOptions()).data;
  const count = items?.filter((item) => item.officialAccountId === null && item.status !== 'detached').length;
  return (
    <Card title={t('settings.title')}>
      <Group className="settings-card-body" justify="space-between" align="center">
        <div>
          {count === undefined ? null : <Text size="sm">{t('contact.count', { count })}</Text>}
          <Text size="sm" c="dimmed" maw={560}>
            {t('settings.hint')}
          </Text>
        </div>
        <Button
          variant="default"
          rightSection={<IconArrowRight size={16} aria-hidden />}
          onClick={() => goTo(places.syncData('contact'))}
        >
          {t('settings.open')}
        </Button>
      </Group>
    </Card>
  );
}
