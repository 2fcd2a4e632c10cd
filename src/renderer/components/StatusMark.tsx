import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleXFilled,
  IconLoader2,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** How something stands. Each tone has its own shape, so that colour is never the only sign. */
export type StatusTone = 'ok' | 'busy' | 'warning' | 'error' | 'off' | 'neutral';

const SHAPES = {
  ok: IconCircleCheckFilled,
  busy: IconLoader2,
  warning: IconAlertTriangleFilled,
  error: IconCircleXFilled,
  off: IconCircleDashed,
  neutral: IconCircleMinus,
} as const;

interface StatusMarkProps {
  readonly tone: StatusTone;
  /** The word beside the shape. */
  readonly children: ReactNode;
  readonly size?: number;
}

/** Shape, word and colour of a state. */
export function StatusMark({ tone, children, size = 15 }: StatusMarkProps) {
  const Shape = SHAPES[tone];
  return (
    <span className="lumo-status" data-tone={tone}>
      <Shape size={size} aria-hidden className="lumo-status-shape" />
      <span>{children}</span>
    </span>
  );
}
