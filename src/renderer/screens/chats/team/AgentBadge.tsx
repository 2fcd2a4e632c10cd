import './team.css';
import { VisuallyHidden } from '@mantine/core';
import type { CSSProperties } from 'react';
import { accountColor } from '../../../components/account-color';
import { initialsOf } from '../../../components/initials';

interface AgentBadgeProps {
  readonly name: string;
  /** Decides the colour. */
  readonly colorKey: string;
  /** Read to those who cannot see it, such as "Assigned to Aoi"; null where the name stands beside it. */
  readonly label: string | null;
  /** px */
  readonly size?: number;
}

/** The initials of a colleague on a round ground. */
export function AgentBadge({ name, colorKey, label, size = 20 }: AgentBadgeProps) {
  const hue = accountColor(colorKey);
  const style: CSSProperties & Record<`--${string}`, string> = {
    width: size,
    height: size,
    fontSize: size * 0.46,
    '--team-pale': `var(--mantine-color-${hue}-1)`,
    '--team-deep': `var(--mantine-color-${hue}-9)`,
  };
  return (
    <span className="team-badge" title={label ?? undefined} style={style}>
      <span aria-hidden>{initialsOf(name)}</span>
      {label === null ? null : <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  );
}
