import { Checkbox, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PropertyChoice } from '../../../shared/model/sync';
import { usePropertyType } from './usePropertyType';

interface PropertyRowProps {
  readonly choice: PropertyChoice;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

/** One property with its type; an unusable one is off and says why. */
export function PropertyRow({ choice, isChosen, onChange }: PropertyRowProps) {
  const { t } = useTranslation('setup');
  const typeName = usePropertyType();
  const { unusableReason } = choice;
  return (
    <Checkbox
      className="property-row"
      checked={isChosen}
      disabled={unusableReason !== null}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={
        <span className="property-text">
          <span className="property-label">{choice.label}</span>
          <Text size="xs" c="dimmed" span className="property-name">
            {unusableReason === null ? choice.name : t(`properties.unusable.${unusableReason}`)}
          </Text>
          <Text size="xs" c="dimmed" span>
            {typeName(choice.type)}
          </Text>
        </span>
      }
    />
  );
}
