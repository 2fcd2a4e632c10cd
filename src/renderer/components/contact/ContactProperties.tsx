import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactProperty } from '../../../shared/model/contact';
import { useFormat } from '../../i18n/useFormat';
import { usePropertyLabel } from '../property-label';
import { CopyValue } from './CopyValue';
import { propertyText } from './property-text';

/** Every synced property of a contact with its label; the empty ones are folded away behind their count. */
export function ContactProperties({ properties }: { readonly properties: readonly ContactProperty[] }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const labelOf = usePropertyLabel();
  const [isEmptyShown, setEmptyShown] = useState(false);
  const words = { yes: t('value.yes'), no: t('value.no') };
  const rows = properties.map((property) => ({ property, text: propertyText(property, format, words) }));
  const emptyCount = rows.filter((row) => row.text === null).length;
  const shown = isEmptyShown ? rows : rows.filter((row) => row.text !== null);

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
          <div key={property.name} className="lumo-property">
            <dt title={property.name}>{labelOf(property)}</dt>
            <dd>
              {text === null ? (
                <em>{t('value.empty')}</em>
              ) : (
                <>
                  <span className="lumo-property-value">{text}</span>
                  <CopyValue label={labelOf(property)} value={text} />
                </>
              )}
            </dd>
          </div>
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
