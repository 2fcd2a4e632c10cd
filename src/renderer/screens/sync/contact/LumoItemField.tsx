import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../../shared/errors/error-code';
import { problemParams } from '../../../components/problem-params';
import { standardItem, useLumoItemLabel } from './useLumoItemLabel';
import { useLumoItems } from './useLumoItems';

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
  const { t } = useTranslation(['sync', 'errors']);
  const lumoLabelOf = useLumoItemLabel();
  const { items, labelOfProperty } = useLumoItems();
  const own = `custom:${propertyName}`;
  const standard = items.filter(({ item }) => standardItem(item) !== null);
  return (
    <div>
      <Select
        label={t('sync:add.item')}
        description={t('sync:add.itemHint')}
        allowDeselect={false}
        value={value}
        data={[
          { value: own, label: t('sync:add.itemOwn', { name: label }) },
          {
            group: t('sync:add.itemStandard'),
            items: standard.map(({ item, type, propertyName: holder }) => {
              const isTaken = holder !== null && holder !== propertyName;
              const state = isTaken
                ? t('sync:add.itemTaken', { property: labelOfProperty(holder) })
                : t('sync:add.itemFree');
              return {
                value: item,
                label: `${lumoLabelOf(item)} (${t(`sync:lumoTypes.${type}`)}, ${state})`,
                disabled: isTaken,
              };
            }),
          },
        ]}
        onChange={(next) => {
          if (next !== null) onChange(next);
        }}
        error={
          problem === null
            ? null
            : `${t(`errors:${problem.code}.what`, problemParams(problem))}. ${t(`errors:${problem.code}.todo`, problemParams(problem))}`
        }
        comboboxProps={{ shadow: 'md' }}
      />
      {problem === null || value === own ? null : (
        <Button variant="light" size="xs" mt={6} onClick={() => onChange(own)}>
          {t('sync:add.useOwn')}
        </Button>
      )}
    </div>
  );
}
