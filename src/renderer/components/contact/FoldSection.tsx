import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useSettings } from '../../bridge/useSettings';

interface FoldSectionProps {
  /** Under which it is remembered whether the section is folded. */
  readonly name: 'fields' | 'company' | 'lists' | 'records' | 'friends' | 'otherChats' | 'members' | 'notes';
  readonly title: string;
  /** How many things are inside, shown beside the title. */
  readonly count?: number;
  readonly aside?: ReactNode;
  readonly className: string;
  readonly children: ReactNode;
}

/** A part of a contact that can be folded away; that is remembered for every contact, in both places that show one. */
export function FoldSection({ name, title, count, aside, className, children }: FoldSectionProps) {
  const id = useId();
  const [{ foldedSections }, change] = useSettings();
  const isFolded = foldedSections.includes(name);
  return (
    <section className={`${className} lumo-fold`}>
      <div className="lumo-fold-head">
        <h3>
          <UnstyledButton
            className="lumo-fold-button"
            aria-expanded={!isFolded}
            aria-controls={id}
            onClick={() =>
              change({
                foldedSections: isFolded ? foldedSections.filter((one) => one !== name) : [...foldedSections, name],
              })
            }
          >
            <IconChevronDown size={14} aria-hidden className="lumo-fold-arrow" data-is-folded={isFolded} />
            {title}
            {count === undefined || count === 0 ? null : <span className="lumo-fold-count">{count}</span>}
          </UnstyledButton>
        </h3>
        {isFolded ? null : aside}
      </div>
      <div id={id} hidden={isFolded}>
        {isFolded ? null : children}
      </div>
    </section>
  );
}
