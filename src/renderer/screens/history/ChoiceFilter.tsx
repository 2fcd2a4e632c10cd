import { Badge, Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface ChoiceFilterProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: Value[]) => void;
}

/** A filter by some of a few values; none chosen lets all through. */
export function ChoiceFilter<Value extends string>({ label, options, chosen, onChange }: ChoiceFilterProps<Value>) {
  const { t } = useTranslation('history');
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus width={240}>
      <Popover.Target>
        <Button variant="default" size="xs" rightSection={<IconChevronDown size={13} aria-hidden />}>
          {label}
          {chosen.length === 0 ? null : (
            <Badge size="xs" circle ml={6} aria-label={t('filters.chosen', { count: chosen.length })}>
              {chosen.length}
            </Badge>
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={label}>
        <Checkbox.Group
          aria-label={label}
          value={[...chosen]}
          onChange={(values) =>
            onChange(options.map(({ value }) => value).filter((value) => values.some((one) => one === value)))
          }
        >
          <Stack gap={8}>
            {options.map((option) => (
              <Checkbox key={option.value} value={option.value} label={option.label} size="sm" />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
