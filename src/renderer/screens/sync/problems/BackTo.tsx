import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'wouter';
import { type ProblemPlace, problemAddress } from './useProblemPlace';

interface BackToProps {
  readonly place: ProblemPlace;
  readonly label: string;
}

/** The way up to the level before. */
export function BackTo({ place, label }: BackToProps) {
  return (
    <Anchor component={Link} to={problemAddress(place)} size="sm" className="problems-back">
      <IconArrowLeft size={15} aria-hidden /> {label}
    </Anchor>
  );
}
