import { Badge, Button, Checkbox, Popover, Text, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OptionCount } from '../../../shared/contract/contacts-contract';
import { NumberText } from '../../components/NumberText';

interface OptionFilterProps {
  readonly label: string;
  readonly options: readonly OptionCount[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** So many options that finding one by its name is quicker than reading them. */
const findFrom = 9;

/** A filter by options with their counts: any of the chosen ones matches. */
export function OptionFilter({ label, options, chosen, onChange }: OptionFilterProps) {
  const { t } = useTranslation('contacts');
  const [find, setFind] = useState('');
  const words = find.trim().toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(words));
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus width={260} onClose={() => setFind('')}>
      <Popover.Target>
        <Button
          variant="default"
          size="sm"
          className="contact-filter"
          data-active={chosen.length > 0}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {label}
          {chosen.length === 0 ? null : (
            <Badge size="xs" circle ml={6} aria-label={t('filter.chosen', { count: chosen.length })}>
              {chosen.length}
            </Badge>
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} p="xs">
        {options.length === 0 ? (
          <Text size="sm" c="dimmed" p="xs">
            {t('filter.notSynced')}
          </Text>
        ) : null}
        {options.length < findFrom ? null : (
          <TextInput
            size="xs"
            mb="xs"
            aria-label={t('filter.find')}
            placeholder={t('filter.find')}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        )}
        <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={label}>
          <div className="contact-options">
            {shown.map((option) => (
              <Checkbox
                key={option.value}
                value={option.value}
                size="sm"
                classNames={{ body: 'contact-option', labelWrapper: 'contact-option-label' }}
                label={
                  <span className="contact-option-text">
                    <span>{option.label}</span>
                    <NumberText value={option.count} />
                  </span>
                }
              />
            ))}
          </div>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
