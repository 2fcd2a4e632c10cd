import { lifecycleColor } from './lifecycle-color';

interface LifecycleBadgeProps {
  /** Internal name of the stage: it decides the colour. */
  readonly stage: string;
  readonly label: string;
}

/** A lifecycle stage with its label. The text is darker than the theme's own badges, which miss AA on pale colours. */
export function LifecycleBadge({ stage, label }: LifecycleBadgeProps) {
  const color = lifecycleColor(stage);
  return (
    <span
      className="contact-badge"
      title={label}
      style={{
        background: `light-dark(var(--mantine-color-${color}-1), color-mix(in srgb, var(--mantine-color-${color}-6) 26%, transparent))`,
        color: `light-dark(color-mix(in srgb, var(--mantine-color-${color}-9) 70%, black), var(--mantine-color-${color}-1))`,
      }}
    >
      {label}
    </span>
  );
}
