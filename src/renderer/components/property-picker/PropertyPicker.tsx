import './property-picker.css';
import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertyChoice } from '../../../shared/model/sync';
import { EmptyState } from '../EmptyState';
import { usePropertyLabel } from '../property-label';
import { arrangeChoices } from './arrange-choices';
import { PropertyRow } from './PropertyRow';

const HEAD_HEIGHT = 34;
const ROW_HEIGHT = 46;

interface PropertyPickerProps {
  readonly choices: readonly PropertyChoice[];
  /** Names of the chosen properties. */
  readonly value: ReadonlySet<string>;
  readonly onChange: (value: ReadonlySet<string>) => void;
  readonly autoFocus?: boolean;
}

/** Chooses the HubSpot properties that are synced: nothing is added unless a person adds it. */
export function PropertyPicker({ choices: read, value, onChange, autoFocus = false }: PropertyPickerProps) {
  const { t } = useTranslation(['setup', 'common']);
  const labelOf = usePropertyLabel();
  const choices = read.map((choice) => ({ ...choice, label: labelOf(choice) }));
  const [text, setText] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const lines = arrangeChoices(choices, text);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'head' ? HEAD_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => {
      const line = lines[index];
      return line === undefined ? index : line.kind === 'head' ? `group:${line.group}` : line.choice.name;
    },
    overscan: 10,
  });
  const recommended = choices.filter((choice) => choice.isRecommended && choice.unusableReason === null);
  const isAllAdded = recommended.every(({ name }) => value.has(name));

  const set = (name: string, isChosen: boolean): void => {
    const next = new Set(value);
    if (isChosen) next.add(name);
    else next.delete(name);
    onChange(next);
  };

  return (
    <div className="property-picker">
      <Group gap="sm" wrap="nowrap" mb="sm">
        <TextInput
          style={{ flex: 1 }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('setup:properties.search')}
          aria-label={t('setup:properties.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          data-autofocus={autoFocus ? true : undefined}
        />
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={isAllAdded}
          onClick={() => onChange(new Set([...value, ...recommended.map(({ name }) => name)]))}
        >
          {t('setup:properties.addRecommended')}
        </Button>
      </Group>
      {lines.length === 0 ? (
        <EmptyState icon={IconSearch} title={t('setup:properties.noMatch', { text })} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section ref={scroller} className="property-list" tabIndex={0} aria-label={t('setup:properties.list')}>
          <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map(({ key, index, start, size }) => {
              const line = lines[index];
              if (line === undefined) return null;
              return (
                <div key={key} className="property-line" style={{ top: start, height: size }}>
                  {line.kind === 'head' ? (
                    <Text size="xs" fw={600} c="dimmed" className="property-head">
                      {line.group === 'recommended' ? t('setup:properties.recommended') : line.group}
                    </Text>
                  ) : (
                    <PropertyRow
                      choice={line.choice}
                      isChosen={value.has(line.choice.name)}
                      onChange={(isChosen) => set(line.choice.name, isChosen)}
                    />
                  )}
                </div>
              );
            })}
          </div>
        </section>
      )}
      <Text size="xs" c="dimmed" mt="xs" role="status">
        {t('setup:properties.chosen', { count: value.size })}
      </Text>
    </div>
  );
}
