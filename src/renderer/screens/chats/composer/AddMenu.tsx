import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconLayoutCards,
  IconMapPin,
  IconMessagePlus,
  IconMessages,
  IconPaperclip,
  IconPlus,
  IconSlash,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../../../components/Kbd';
import { composerKeys } from './composer-keys';

/** What can be added to an answer beside its text. */
export type Addition = 'files' | 'location' | 'card' | 'quickReplies' | 'canned' | 'nextBubble';

const additions: readonly (readonly [Addition, ComponentType<{ size: number; stroke: number }>])[] = [
  ['files', IconPaperclip],
  ['location', IconMapPin],
  ['card', IconLayoutCards],
  ['quickReplies', IconMessages],
  ['canned', IconSlash],
  ['nextBubble', IconMessagePlus],
];

/** Opens the list of what can be added, each with its key. */
export function AddMenu({ onAdd }: { readonly onAdd: (addition: Addition) => void }) {
  const { t } = useTranslation('chats');
  return (
    <Menu position="top-start" shadow="md" width={330} returnFocus={false}>
      <Menu.Target>
        <Tooltip label={t('composer.add.label')}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('composer.add.label')}>
            <IconPlus size={20} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {additions.map(([addition, Icon]) => (
          <Menu.Item
            key={addition}
            leftSection={<Icon size={17} stroke={1.7} />}
            rightSection={<Kbd keys={composerKeys[addition]} />}
            onClick={() => onAdd(addition)}
          >
            {t(`composer.add.${addition}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
