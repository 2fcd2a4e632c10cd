import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../../shared/errors/error-code';
import { standardItem, useLumoItemLabel } from './useLumoItemLabel';
import { useLumoItems } from './useLumoItems';
import { useMappingWords } from './useMappingWords';

interface LumoItemFieldProps {
  readonly propertyName: string;
  /** The property's label, which its own item goes by. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (lumoItem: string) => void;
  /** Why the property cannot fill the chosen item. */
  readonly problem: Problem | null;
}

/** Chooses the Lumo item that a property fills: a standard one that is free, or one of its own. A refusal stands at the field with its cure. */
export function LumoItemField({ propertyName, label, value, onChange, problem }: LumoItemFieldProps) {
  const { t } = useTranslation('sync');
  const lumoLabelOf = useLumoItemLabel();
  const { items, labelOfProperty } = useLumoItems();
  const { refusal } = useMappingWords();
  const own = `custom:${propertyName}`;
  const standard = items.filter(({ item }) => standardItem(item) !== null);
  return (
    <div>
      <Select
        label={t('add.item')}
        description={t('add.itemHint')}
        allowDeselect={false}
        value={value}
        data={[
          { value: own, label: t('add.itemOwn', { name: label }) },
          {
            group: t('add.itemStandard'),
            items: standard.map(({ item, type, propertyName: holder }) => {
              const isTaken = holder !== null && holder !== propertyName;
              const facts = [
                t(`lumoTypes.${type}`),
                ...(isTaken ? [t('add.itemTaken', { property: labelOfProperty(holder) })] : []),
                ...(holder === null ? [t('add.itemFree')] : []),
              ];
              return {
                value: item,
                label: `${lumoLabelOf(item)} (${facts.join(', ')})`,
                disabled: isTaken,
              };
            }),
          },
        ]}
        onChange={(next) => {
          if (next !== null) onChange(next);
        }}
        error={refusal(problem, { propertyName, label })}
        classNames={{ option: 'sync-option' }}
        maxDropdownHeight={340}
        comboboxProps={{ shadow: 'md' }}
      />
      {problem === null || value === own ? null : (
        <Button variant="light" size="xs" mt={6} onClick={() => onChange(own)}>
          {t('add.useOwn')}
        </Button>
      )}
    </div>
  );
}
