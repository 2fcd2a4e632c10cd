import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconFolderOpen, IconKey, IconKeyOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { useAppInfo } from '../../bridge/useAppInfo';
import { Card } from '../../components/Card';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LeaveSandbox } from './LeaveSandbox';

/** Where the data is, how sign-ins are kept, and the way out of the sandbox. */
export function DataSection() {
  const { t } = useTranslation('settings');
  const info = useAppInfo();
  const openFolder = useMutation(orpc.app.openDataFolder.mutationOptions());
  if (info === null) return null;
  const KeyShape = info.isKeyringAvailable ? IconKey : IconKeyOff;
  return (
    <Stack gap="md">
      {info.storageNotice === null ? null : <ErrorNotice problem={info.storageNotice} severity="warning" />}
      <Card title={t('data.folder')}>
        <Stack gap="sm" className="settings-card-body">
          <Text size="sm" c="dimmed">
            {t('data.folderHint')}
          </Text>
          <Group gap="sm">
            <Code className="settings-path">{info.dataFolder}</Code>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconFolderOpen size={15} aria-hidden />}
              onClick={() => openFolder.mutate(undefined)}
            >
              {t('data.open')}
            </Button>
          </Group>
        </Stack>
      </Card>
      <Card title={t('data.signIns')}>
        <Group gap="sm" wrap="nowrap" align="flex-start" className="settings-card-body">
          <KeyShape size={20} aria-hidden className="settings-icon" />
          <div>
            <Text size="sm" fw={550}>
              {info.isKeyringAvailable ? t('data.keyring') : t('data.noKeyring')}
            </Text>
            <Text size="sm" c="dimmed">
              {info.isKeyringAvailable ? t('data.keyringHint') : t('data.noKeyringHint')}
            </Text>
          </div>
        </Group>
      </Card>
      {info.mode === 'sandbox' ? <LeaveSandbox /> : null}
    </Stack>
  );
}
