import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useSettings } from '../../../bridge/useSettings';
import { MAX_PANEL, MIN_PANEL } from '../../../components/fit-widths';
import { SplitEdge } from '../../../components/SplitEdge';

/** Below this many px for the table, the pane lies over it. */
const NARROW_BELOW = 620;

interface SidePaneProps {
  /** Names the pane and its edge. */
  readonly label: string;
  /** null = closed. */
  readonly pane: ReactNode | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A tab's content with one opened thing at its right. Escape closes it; its width is remembered. */
export function SidePane({ label, pane, onClose, children }: SidePaneProps) {
  const { ref, width } = useElementSize();
  const [settings, change] = useSettings();
  const [dragged, setDragged] = useState<number | null>(null);
  const paneWidth = dragged ?? settings.panelWidth;
  const isOver = width > 0 && width - paneWidth < NARROW_BELOW;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the pane from anywhere in the tab
    <div
      className="sync-split"
      ref={ref}
      onKeyDown={(event) => {
        // Menus and dialogs are drawn elsewhere; their own Escape must not close the pane as well.
        const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
        if (event.key === 'Escape' && isInside && pane !== null && !event.defaultPrevented) onClose();
      }}
    >
      <div className="sync-split-main">{children}</div>
      {pane === null ? null : (
        <>
          {isOver ? null : (
            <SplitEdge
              label={label}
              value={paneWidth}
              min={MIN_PANEL}
              max={MAX_PANEL}
              grows="left"
              onDrag={setDragged}
              onSettle={(panelWidth) => {
                change({ panelWidth });
                setDragged(null);
              }}
            />
          )}
          <aside
            className="sync-aside"
            data-over={isOver}
            style={{ width: Math.min(paneWidth, Math.max(width - 48, MIN_PANEL)) }}
            aria-label={label}
          >
            {pane}
          </aside>
        </>
      )}
    </div>
  );
}
