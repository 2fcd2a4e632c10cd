import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowsExchange,
  IconDots,
  IconLayoutSidebarRight,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { type ItemAction, itemActions } from './item-state';

const SHAPES = {
  changeRule: IconAdjustments,
  changeItem: IconArrowsExchange,
  apply: IconRefresh,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  addAgain: IconPlus,
  remove: IconTrash,
} as const;

interface ItemMenuProps {
  readonly item: SyncItem;
  readonly isReadOnly: boolean;
  readonly onOpen: (item: SyncItem) => void;
  readonly onAction: (item: SyncItem, action: ItemAction) => void;
}

/** What can be done with one mapping. */
export function ItemMenu({ item, isReadOnly, onOpen, onAction }: ItemMenuProps) {
  const { t } = useTranslation('sync');
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('contact.menu', { name: item.label })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLayoutSidebarRight size={16} aria-hidden />} onClick={() => onOpen(item)}>
          {t('menu.details')}
        </Menu.Item>
        {item.errorCount === 0 ? null : (
          <Menu.Item
            leftSection={<IconAlertTriangle size={16} aria-hidden />}
            onClick={() => goTo(places.syncData('problems'))}
          >
            {t('menu.problems')}
          </Menu.Item>
        )}
        <Menu.Divider />
        {itemActions(item).map((action) => {
          const Shape = SHAPES[action];
          return (
            <Menu.Item
              key={action}
              disabled={isReadOnly}
              {...(action === 'remove' ? { color: 'var(--lumo-danger)' } : {})}
              leftSection={<Shape size={16} aria-hidden />}
              onClick={() => onAction(item, action)}
            >
              {t(action === 'remove' && item.status === 'detached' ? 'menu.removeValues' : `menu.${action}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
