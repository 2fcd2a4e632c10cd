import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ContactProperty } from '../../../shared/model/contact';
import type { ContactId } from '../../../shared/model/ids';
import { useFormat } from '../../i18n/useFormat';
import { usePropertyLabel } from '../property-label';
import { useNow } from '../useNow';
import { Provenance } from './Provenance';

interface WhyButtonProps {
  readonly contactId: ContactId;
  readonly property: ContactProperty;
}

/** Side and age of a value; opened, it says why the value is here. */
export function WhyButton({ contactId, property }: WhyButtonProps) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const now = useNow();
  const labelOf = usePropertyLabel();
  const age = property.changedAt === null ? null : format.short(property.changedAt, now);
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus width={360} withinPortal>
      <Popover.Target>
        <UnstyledButton className="lumo-why-button">
          <VisuallyHidden>{t('why.button', { label: labelOf(property) })} </VisuallyHidden>
          {t(`source.${property.source}`)}
          {age === null ? null : ` · ${age}`}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown
        p="sm"
        onKeyDown={(event) => {
          // Escape closes the explanation and nothing around it
          if (event.key === 'Escape') event.preventDefault();
        }}
      >
        <Provenance contactId={contactId} property={property} />
      </Popover.Dropdown>
    </Popover>
  );
}
