// biome-ignore-all lint/a11y/useSemanticElements: a focusable separator is a widget; <hr> cannot take keys
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

interface SplitEdgeProps {
  readonly label: string;
  /** Width of the column that this edge sizes, in px. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Which way the edge moves when the column grows. */
  readonly grows: 'left' | 'right';
  /** Every step of a drag. */
  readonly onDrag: (width: number) => void;
  /** The end of a drag, or a key press. */
  readonly onSettle: (width: number) => void;
}

const KEY_STEP = 16;

/** The draggable edge between two columns: a focusable separator that arrow keys, Home and End move too. */
export function SplitEdge({ label, value, min, max, grows, onDrag, onSettle }: SplitEdgeProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const clamp = (width: number): number => Math.round(Math.min(Math.max(width, min), max));
  const sign = grows === 'right' ? 1 : -1;

  const widthAt = (event: PointerEvent): number | null =>
    start.current === null ? null : clamp(start.current.width + sign * (event.clientX - start.current.x));

  const onKeyDown = (event: KeyboardEvent): void => {
    const next: number | undefined = {
      ArrowRight: value + sign * KEY_STEP,
      ArrowLeft: value - sign * KEY_STEP,
      Home: min,
      End: max,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onSettle(clamp(next));
  };

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className="lumo-split-edge"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: value };
      }}
      onPointerMove={(event) => {
        const width = widthAt(event);
        if (width !== null) onDrag(width);
      }}
      onPointerUp={(event) => {
        const width = widthAt(event);
        start.current = null;
        if (width !== null) onSettle(width);
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
    />
  );
}
