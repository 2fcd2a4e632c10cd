import { Tooltip, VisuallyHidden } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { Kbd } from '../components/Kbd';
import { useFormat } from '../i18n/useFormat';

interface RailItemProps {
  readonly icon: Icon;
  readonly label: string;
  readonly keys: string;
  /** Where it leads; a button with `onClick` otherwise. */
  readonly to?: string;
  /** Path under which it counts as current; `to` when left out. */
  readonly under?: string;
  readonly onClick?: () => void;
  readonly count?: number;
  readonly countLabel?: string;
}

/** One icon of the rail, named on hover, by focus and for screen readers. */
export function RailItem({ icon: Shape, label, keys, to, under, onClick, count = 0, countLabel }: RailItemProps) {
  const format = useFormat();
  const [path] = useLocation();
  const root = under ?? to;
  const isCurrent = root !== undefined && (path === root || path.startsWith(`${root}/`));
  const inside = (
    <>
      <Shape size={21} stroke={1.7} aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
      {count > 0 ? (
        <>
          <span className="lumo-rail-badge" aria-hidden>
            {count > 99 ? '99+' : format.number(count)}
          </span>
          <VisuallyHidden>{countLabel}</VisuallyHidden>
        </>
      ) : null}
    </>
  );
  return (
    <Tooltip
      position="right"
      label={
        <span className="lumo-rail-tip">
          {label} <Kbd keys={keys} />
        </span>
      }
    >
      {to === undefined ? (
        <button type="button" className="lumo-rail-item" onClick={onClick}>
          {inside}
        </button>
      ) : (
        <Link to={to} className="lumo-rail-item" {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
          {inside}
        </Link>
      )}
    </Tooltip>
  );
}
