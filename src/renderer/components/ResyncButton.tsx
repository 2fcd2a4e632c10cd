import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSyncRun } from '../bridge/useSyncRun';
import { DryRunButton } from '../screens/history/dry-run/DryRunButton';

/** "Re-sync Data": what changed at once, or everything by the menu. Off while a sync runs. Before it, the dry run. */
export function ResyncButton({ isConnected }: { readonly isConnected: boolean }) {
  const { t } = useTranslation('dashboard');
  const { progress, isStarting, start } = useSyncRun();
  const isOff = progress !== null || !isConnected;
  return (
    <Group gap="xs" wrap="nowrap">
      <DryRunButton isDisabled={!isConnected} />
      <Group gap={1} wrap="nowrap">
        <Button
          className="lumo-resync"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={isStarting}
          disabled={isOff}
          onClick={() => start('incremental')}
        >
          {progress === null ? t('resync.button') : t('resync.running')}
        </Button>
        <Menu position="bottom-end" width={330}>
          <Menu.Target>
            <ActionIcon
              className="lumo-resync-more"
              variant="filled"
              size={36}
              aria-label={t('resync.choose')}
              disabled={isOff || isStarting}
            >
              <IconChevronDown size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => start('incremental')}>
              {t('resync.changes')}
              <span className="lumo-menu-hint">{t('resync.changesHint')}</span>
            </Menu.Item>
            <Menu.Item onClick={() => start('full')}>
              {t('resync.all')}
              <span className="lumo-menu-hint">{t('resync.allHint')}</span>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Group>
  );
}
