import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconLayoutList } from '@tabler/icons-react';
import { type RefObject, useImperativeHandle, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../../bridge/useSettings';
import { moveBlock, orderBlocks, type PanelBlock, placeBlock } from './panel-blocks';
import { useBlockTitle } from './useBlockTitle';

/** What the screen's keys can ask. */
export interface PanelArrangeHandle {
  readonly open: () => void;
}

interface PanelArrangeProps {
  /** Blocks that this conversation has; the others keep their place unseen. */
  readonly present: readonly PanelBlock[];
  readonly handle: RefObject<PanelArrangeHandle | null>;
}

/** Orders the blocks of the panel by dragging or by arrows, and leaves some out. It holds for every conversation. */
export function PanelArrange({ present, handle }: PanelArrangeProps) {
  const { t } = useTranslation('chats');
  const titleOf = useBlockTitle();
  const [{ panelBlocks: chosen, hiddenPanelBlocks: hidden }, change] = useSettings();
  const [isOpen, setOpen] = useState(false);
  const [dragged, setDragged] = useState<PanelBlock | null>(null);
  useImperativeHandle(handle, () => ({ open: () => setOpen(true) }));
  const order = orderBlocks(chosen);
  const shown = order.filter((block) => present.includes(block));
  const keep = (next: readonly PanelBlock[]): void => {
    if (next !== order) change({ panelBlocks: [...next] });
  };
  const label = t('panel.arrange');
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" width={290} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={label} disabled={isOpen}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={label}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconLayoutList size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} className="panel-arrange">
        <p className="team-menu-hint">{t('panel.arrangeHint')}</p>
        <ul>
          {shown.map((block, place) => {
            const name = titleOf(block);
            const isHidden = hidden.includes(block);
            return (
              <li
                key={block}
                draggable
                data-dragged={block === dragged}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move';
                  setDragged(block);
                }}
                onDragEnter={() => {
                  if (dragged !== null) keep(placeBlock(order, dragged, block));
                }}
                onDragOver={(event) => event.preventDefault()}
                onDragEnd={() => setDragged(null)}
              >
                <IconGripVertical size={15} aria-hidden className="panel-arrange-grip" />
                <Checkbox
                  size="xs"
                  className="panel-arrange-name"
                  label={name}
                  aria-label={t('panel.show', { name })}
                  checked={!isHidden}
                  onChange={() =>
                    change({
                      hiddenPanelBlocks: isHidden ? hidden.filter((each) => each !== block) : [...hidden, block],
                    })
                  }
                />
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('panel.moveUp', { name })}
                  disabled={place === 0}
                  onClick={() => keep(moveBlock(order, shown, block, -1))}
                >
                  <IconArrowUp size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('panel.moveDown', { name })}
                  disabled={place === shown.length - 1}
                  onClick={() => keep(moveBlock(order, shown, block, 1))}
                >
                  <IconArrowDown size={14} aria-hidden />
                </ActionIcon>
              </li>
            );
          })}
        </ul>
        {chosen.length === 0 && hidden.length === 0 ? null : (
          <Button size="xs" variant="subtle" onClick={() => change({ panelBlocks: [], hiddenPanelBlocks: [] })}>
            {t('panel.reset')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
