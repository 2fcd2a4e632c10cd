import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../bridge/useSettings';
import { fitWidths, MAX_LIST, MAX_PANEL, MIN_LIST, MIN_PANEL } from './fit-widths';
import { SplitEdge } from './SplitEdge';

interface SplitPaneProps {
  readonly list: ReactNode;
  readonly listLabel: string;
  /** The middle; it takes what the others leave. */
  readonly children: ReactNode;
  /** Right column; null = closed. */
  readonly panel?: ReactNode | null;
  readonly panelLabel?: string;
}

/** Up to three columns whose edges are dragged or moved by arrow keys. The widths are remembered with the settings. */
export function SplitPane({ list, listLabel, children, panel = null, panelLabel = '' }: SplitPaneProps) {
  const { t } = useTranslation();
  const [settings, change] = useSettings();
  const { ref, width } = useElementSize();
  const [dragged, setDragged] = useState<{ list?: number; panel?: number }>({});
  const wishedList = dragged.list ?? settings.listWidth;
  const wishedPanel = panel === null ? 0 : (dragged.panel ?? settings.panelWidth);
  const fitted =
    width === 0 ? { list: wishedList, panel: wishedPanel } : fitWidths(Math.round(width), wishedList, wishedPanel);
  return (
    <div className="lumo-split" ref={ref}>
      <section className="lumo-split-list" style={{ width: fitted.list }} aria-label={listLabel}>
        {list}
      </section>
      <SplitEdge
        label={t('columnWidth', { name: listLabel })}
        value={fitted.list}
        min={MIN_LIST}
        max={MAX_LIST}
        grows="right"
        onDrag={(next) => setDragged((held) => ({ ...held, list: next }))}
        onSettle={(listWidth) => {
          change({ listWidth });
          setDragged({});
        }}
      />
      <div className="lumo-split-main">{children}</div>
      {panel === null ? null : (
        <>
          <SplitEdge
            label={t('columnWidth', { name: panelLabel })}
            value={fitted.panel}
            min={MIN_PANEL}
            max={MAX_PANEL}
            grows="left"
            onDrag={(next) => setDragged((held) => ({ ...held, panel: next }))}
            onSettle={(panelWidth) => {
              change({ panelWidth });
              setDragged({});
            }}
          />
          <aside className="lumo-split-panel" style={{ width: fitted.panel }} aria-label={panelLabel}>
            {panel}
          </aside>
        </>
      )}
    </div>
  );
}
