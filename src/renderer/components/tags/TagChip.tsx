import './tags.css';
import { CloseButton } from '@mantine/core';
import type { CSSProperties } from 'react';
import type { TagColor } from './tag-color';

interface TagChipProps {
  readonly name: string;
  readonly color: TagColor;
  readonly size?: 'small' | 'normal';
  /** Given where the tag can be taken away here. */
  readonly remove?: { readonly label: string; readonly run: () => void };
}

/** The name of a tag on its colour. A long name is cut and stands whole in the title. */
export function TagChip({ name, color, size = 'normal', remove }: TagChipProps) {
  const style: CSSProperties & Record<`--${string}`, string> = {
    '--lumo-tag-pale': `var(--mantine-color-${color}-1)`,
    '--lumo-tag-deep': `var(--mantine-color-${color}-9)`,
  };
  return (
    <span className="lumo-tag" data-size={size} style={style} title={name}>
      <span className="lumo-tag-name">{name}</span>
      {remove === undefined ? null : (
        <CloseButton
          size={16}
          iconSize={12}
          aria-label={remove.label}
          onClick={remove.run}
          className="lumo-tag-remove"
        />
      )}
    </span>
  );
}
