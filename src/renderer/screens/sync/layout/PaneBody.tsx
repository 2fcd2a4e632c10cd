import { ActionIcon, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface PaneBodyProps {
  readonly title: ReactNode;
  /** Under the title, such as an internal name. */
  readonly detail?: ReactNode;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What stands in the pane: title, way to close it, sections below. */
export function PaneBody({ title, detail, closeLabel, onClose, children }: PaneBodyProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <section className="sync-pane" tabIndex={0} aria-label={typeof title === 'string' ? title : closeLabel}>
      <header className="sync-pane-head">
        <div className="sync-pane-head-text">
          <Title order={2} size="h3">
            {title}
          </Title>
          {detail === undefined ? null : <div className="sync-dim">{detail}</div>}
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label={closeLabel} onClick={onClose}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </header>
      {children}
    </section>
  );
}

interface PaneSectionProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One titled part of a pane. */
export function PaneSection({ title, aside, children }: PaneSectionProps) {
  return (
    <section className="sync-pane-section">
      {title === undefined ? null : (
        <div className="sync-pane-section-head">
          <h3>{title}</h3>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** Pairs of a name and a value; a null value shows a dash. */
export function PaneFacts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="sync-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? '-'}</dd>
        </div>
      ))}
    </dl>
  );
}
