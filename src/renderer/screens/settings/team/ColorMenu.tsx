import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type TagColor, tagColors } from '../../../components/tags/tag-color';

interface ColorMenuProps {
  readonly label: string;
  readonly value: TagColor;
  readonly onChange: (color: TagColor) => void;
}

/** A square of the colour that opens the choice of another. Colours have names, so that nobody must tell them apart by sight. */
export function ColorMenu({ label, value, onChange }: ColorMenuProps) {
  const { t } = useTranslation('settings');
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-start" shadow="md" width={180}>
      <Menu.Target>
        <ActionIcon variant="default" size="md" aria-label={`${label}: ${t(`team.colors.${value}`)}`}>
          <Swatch color={value} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {tagColors.map((color) => (
          <Menu.Item
            key={color}
            leftSection={<Swatch color={color} />}
            rightSection={color === value ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => onChange(color)}
          >
            {t(`team.colors.${color}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Swatch({ color }: { readonly color: TagColor }) {
  return <span className="team-swatch" style={{ background: `var(--mantine-color-${color}-6)` }} aria-hidden />;
}
