import { VisuallyHidden } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface BeforeAfterProps {
  /** In the reader's form; null = empty. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A change of one value: what it was, an arrow, what it is. */
export function BeforeAfter({ before, after }: BeforeAfterProps) {
  const { t } = useTranslation('contacts');
  return (
    <span className="lumo-change">
      <VisuallyHidden>{t('change.from')} </VisuallyHidden>
      {before === null ? (
        <em className="lumo-empty-value">{t('value.empty')}</em>
      ) : (
        <span className="lumo-change-before">{before}</span>
      )}
      <IconArrowRight size={13} aria-hidden />
      <VisuallyHidden> {t('change.to')} </VisuallyHidden>
      {after === null ? (
        <em className="lumo-empty-value">{t('value.empty')}</em>
      ) : (
        <span className="lumo-change-after">{after}</span>
      )}
    </span>
  );
}
