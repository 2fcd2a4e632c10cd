import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface CardProps {
  readonly title: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled surface; a region of the page for screen readers. */
export function Card({ title, aside, children }: CardProps) {
  const id = useId();
  return (
    <section className="lumo-card" aria-labelledby={id}>
      <div className="lumo-card-head">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  );
}
