import { Button, Popover, Stack, Text } from '@mantine/core';
import { IconDeviceMobile, IconFlask } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../bridge/client';

/** Always on screen in the sandbox: says that nothing here is real and opens the customer's phone. */
export function SandboxBadge() {
  const { t } = useTranslation();
  const openPhone = useMutation(orpc.app.openPhone.mutationOptions());
  return (
    <Popover position="right-end" withArrow shadow="md" width={280} trapFocus>
      <Popover.Target>
        <button type="button" className="lumo-rail-sandbox">
          <IconFlask size={17} aria-hidden />
          {t('sandbox.badge')}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('sandbox.title')}>
        <Stack gap="xs">
          <Text fw={600} size="sm">
            {t('sandbox.title')}
          </Text>
          <Text size="sm" c="dimmed">
            {t('sandbox.hint')}
          </Text>
          <Button
            size="xs"
            leftSection={<IconDeviceMobile size={16} aria-hidden />}
            onClick={() => openPhone.mutate({ friendUserId: null, officialAccountId: null })}
          >
            {t('sandbox.openPhone')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
