import { useFormat } from '../i18n/useFormat';

/** A count in the reader's digits and grouping, in figures of equal width. null shows a dash. */
export function NumberText({ value }: { readonly value: number | null }) {
  const format = useFormat();
  return <span className="lumo-number">{value === null ? '-' : format.number(value)}</span>;
}
