import type { ReactNode } from 'react';

interface FactsProps {
  /** Name and value; what has no value is left out. */
  readonly facts: readonly (readonly [name: string, value: ReactNode | null])[];
}

/** Named values in two columns. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="settings-facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
