import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactProperty } from '../../../shared/model/contact';
import type { ContactId } from '../../../shared/model/ids';
import { useFormat } from '../../i18n/useFormat';
import { ContactField } from './ContactField';
import { propertyText } from './property-text';

interface ContactPropertiesProps {
  readonly contactId: ContactId;
  readonly properties: readonly ContactProperty[];
}

/** Every synced property of a contact with its label; the empty ones are folded away behind their count. */
export function ContactProperties({ contactId, properties }: ContactPropertiesProps) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const [isEmptyShown, setEmptyShown] = useState(false);
  const words = { yes: t('value.yes'), no: t('value.no') };
  const rows = properties.map((property) => ({ property, text: propertyText(property, format, words) }));
  const isFoldedAway = ({ property, text }: (typeof rows)[number]): boolean =>
    text === null && property.state === 'same';
  const emptyCount = rows.filter(isFoldedAway).length;
  const shown = isEmptyShown ? rows : rows.filter((row) => !isFoldedAway(row));

  if (properties.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('detail.noProperties')}
      </Text>
    );
  }
  return (
    <>
      <dl className="lumo-properties">
        {shown.map(({ property, text }) => (
          <ContactField key={property.name} contactId={contactId} property={property} text={text} />
        ))}
      </dl>
      {emptyCount === 0 ? null : (
        <UnstyledButton
          className="lumo-properties-more"
          aria-expanded={isEmptyShown}
          onClick={() => setEmptyShown(!isEmptyShown)}
        >
          {isEmptyShown ? t('detail.hideEmpty') : t('detail.emptyCount', { count: emptyCount })}
        </UnstyledButton>
      )}
    </>
  );
}
