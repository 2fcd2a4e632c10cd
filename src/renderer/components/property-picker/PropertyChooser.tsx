// biome-ignore-all lint/a11y/useSemanticElements: a windowed listbox is placed by absolute position, which <select> cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the search field holds the focus and names the active option
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the search field takes the keys for all options
import './property-picker.css';
import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertyChoice } from '../../../shared/model/sync';
import { EmptyState } from '../EmptyState';
import { isImeEnter } from '../ime';
import { usePropertyLabel } from '../property-label';
import { arrangeChoices } from './arrange-choices';
import { nextUsable } from './next-usable';
import { usePropertyType } from './usePropertyType';

const HEAD_HEIGHT = 34;
const ROW_HEIGHT = 46;

interface PropertyChooserProps {
  readonly choices: readonly PropertyChoice[];
  readonly label: string;
  readonly searchLabel: string;
  /** Why a property cannot be chosen here, besides HubSpot's own reasons; null = it can. */
  readonly reasonOf: (choice: PropertyChoice) => string | null;
  /** Heads those that cannot be chosen here; they stand last. */
  readonly takenLabel: string;
  readonly onChoose: (choice: PropertyChoice) => void;
}

/**
 * Chooses one HubSpot property: the search field keeps the focus, arrow keys move over the usable ones, Enter takes the
 * active one. What cannot be chosen is shown with the reason.
 */
export function PropertyChooser({
  choices: read,
  label,
  searchLabel,
  reasonOf,
  takenLabel,
  onChoose,
}: PropertyChooserProps) {
  const { t } = useTranslation('setup');
  const id = useId();
  const labelOf = usePropertyLabel();
  const typeName = usePropertyType();
  const [text, setText] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  // The choices come late into a dialog that has given the focus away by then.
  useEffect(() => search.current?.focus(), []);
  const choices = read.map((choice) => ({ ...choice, label: labelOf(choice) }));
  const taken = choices.filter((choice) => choice.unusableReason === null && reasonOf(choice) !== null);
  const takenLines = arrangeChoices(
    taken.map((choice) => ({ ...choice, isRecommended: false, groupLabel: takenLabel })),
    text,
  );
  const lines = [
    ...arrangeChoices(
      choices.filter((choice) => !taken.includes(choice)),
      text,
    ),
    ...takenLines,
  ];
  const whyNot = (choice: PropertyChoice): string | null =>
    choice.unusableReason === null ? reasonOf(choice) : t(`properties.unusable.${choice.unusableReason}`);
  const usable = lines.map((line) => line.kind === 'choice' && whyNot(line.choice) === null);
  const held = lines.findIndex((line) => line.kind === 'choice' && line.choice.name === active);
  const activeIndex = held >= 0 && usable[held] === true ? held : usable.indexOf(true);
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

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isImeEnter(event) || event.nativeEvent.isComposing) return;
    const line = lines[activeIndex];
    if (event.key === 'Enter') {
      event.preventDefault();
      if (line?.kind === 'choice') onChoose(line.choice);
      return;
    }
    const next = nextUsable(usable, activeIndex, event.key);
    const target = next === null ? undefined : lines[next];
    if (next === null || target?.kind !== 'choice') return;
    event.preventDefault();
    setActive(target.choice.name);
    rows.scrollToIndex(next, { align: 'auto' });
  };

  return (
    <div className="property-picker">
      <TextInput
        ref={search}
        mb="sm"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={searchLabel}
        aria-label={searchLabel}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={activeIndex < 0 ? undefined : `${id}-${activeIndex}`}
        leftSection={<IconSearch size={16} aria-hidden />}
        data-autofocus
      />
      <div ref={scroller} className="property-list" id={id} role="listbox" aria-label={label}>
        {lines.length === 0 ? <EmptyState icon={IconSearch} title={t('properties.noMatch', { text })} /> : null}
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
          {rows.getVirtualItems().map(({ key, index, start, size }) => {
            const line = lines[index];
            if (line === undefined) return null;
            if (line.kind === 'head') {
              return (
                <div key={key} className="property-line" style={{ top: start, height: size }} role="presentation">
                  <Text size="xs" fw={600} c="dimmed" className="property-head">
                    {line.group === 'recommended' ? t('properties.recommended') : line.group}
                  </Text>
                </div>
              );
            }
            const { choice } = line;
            const reason = whyNot(choice);
            return (
              <div
                key={key}
                id={`${id}-${index}`}
                className="property-line property-option"
                style={{ top: start, height: size }}
                role="option"
                aria-selected={index === activeIndex}
                aria-disabled={reason !== null}
                title={reason ?? choice.name}
                onClick={() => {
                  if (reason === null) onChoose(choice);
                }}
                onMouseDown={(event) => event.preventDefault()}
              >
                <span className="property-text">
                  <span className="property-label">{choice.label}</span>
                  <span className="property-name">{reason ?? choice.name}</span>
                  <span className="property-type">{typeName(choice.type)}</span>
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
