import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EditableProperty, type FieldKind, fieldKindOf } from './field-kind';
import { choicesOf } from './field-value';

interface FieldInputProps {
  readonly property: EditableProperty;
  readonly draft: string;
  readonly onChange: (draft: string) => void;
  /** A choice out of a list is complete with one act. */
  readonly onPick: (draft: string) => void;
  readonly error: ReactNode;
  readonly isBusy: boolean;
}

/** Stands for "no value" in a list, where an option cannot be empty. */
const NOTHING = '\u0000';
/** So many options that finding one by its name is quicker than reading them. */
const FIND_FROM = 10;

const INPUT_TYPES: Readonly<Partial<Record<FieldKind, string>>> = {
  date: 'date',
  dateTime: 'datetime-local',
  email: 'email',
  phone: 'tel',
};

/** The input that fits a property's type. It takes the focus when it appears. */
export function FieldInput({ property, draft, onChange, onPick, error, isBusy }: FieldInputProps) {
  const kind = fieldKindOf(property);
  const input = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const place = input.current ?? area.current;
    place?.focus();
    if (place?.type === 'text' || place?.type === 'tel') place.select();
  }, []);
  const common = { size: 'xs', 'aria-label': property.label, error, disabled: isBusy } as const;
  if (kind === 'choice' || kind === 'yesNo') {
    return <ChoiceInput {...common} property={property} kind={kind} draft={draft} onPick={onPick} input={input} />;
  }
  if (kind === 'choices') {
    return <ChoicesInput property={property} draft={draft} onChange={onChange} error={error} isBusy={isBusy} />;
  }
  if (kind === 'longText') {
    return (
      <Textarea
        {...common}
        ref={area}
        autosize
        minRows={2}
        maxRows={8}
        value={draft}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      ref={input}
      // an input of the kind `email` would hide full-width letters from us
      type={kind === 'email' ? 'text' : (INPUT_TYPES[kind] ?? 'text')}
      inputMode={kind === 'number' ? 'decimal' : kind === 'email' ? 'email' : kind === 'phone' ? 'tel' : undefined}
      value={draft}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface ChoiceInputProps {
  readonly size: 'xs';
  readonly 'aria-label': string;
  readonly error: ReactNode;
  readonly disabled: boolean;
  readonly property: EditableProperty;
  readonly kind: 'choice' | 'yesNo';
  readonly draft: string;
  readonly onPick: (draft: string) => void;
  readonly input: React.Ref<HTMLInputElement>;
}

function ChoiceInput({ property, kind, draft, onPick, input, ...common }: ChoiceInputProps) {
  const { t } = useTranslation('contacts');
  const words = { true: t('value.yes'), false: t('value.no') };
  const options =
    kind === 'yesNo' && property.options.length === 0
      ? (['true', 'false'] as const).map((value) => ({ value, label: words[value] }))
      : property.options;
  const known = new Map(options.map(({ value, label }) => [value, label]));
  if (draft !== '' && !known.has(draft)) known.set(draft, draft);
  return (
    <Select
      {...common}
      ref={input}
      data={[
        { value: NOTHING, label: t('value.empty') },
        ...[...known].map(([value, label]) => ({ value, label: label === '' ? value : label })),
      ]}
      value={draft === '' ? NOTHING : draft}
      searchable={known.size >= FIND_FROM}
      defaultDropdownOpened
      allowDeselect={false}
      maxDropdownHeight={260}
      nothingFoundMessage={t('edit.noOption')}
      onChange={(value) => onPick(value === null || value === NOTHING ? '' : value)}
    />
  );
}

interface ChoicesInputProps {
  readonly property: EditableProperty;
  readonly draft: string;
  readonly onChange: (draft: string) => void;
  readonly error: ReactNode;
  readonly isBusy: boolean;
}

function ChoicesInput({ property, draft, onChange, error, isBusy }: ChoicesInputProps) {
  const { t } = useTranslation('contacts');
  const [find, setFind] = useState('');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  const chosen = choicesOf(draft);
  const known = new Map(property.options.map(({ value, label }) => [value, label]));
  for (const value of chosen) if (!known.has(value)) known.set(value, value);
  const words = find.trim().toLowerCase();
  return (
    <div ref={box} className="lumo-choices">
      {known.size < FIND_FROM ? null : (
        <TextInput
          size="xs"
          aria-label={t('filter.find')}
          placeholder={t('filter.find')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      )}
      <Checkbox.Group
        value={chosen}
        onChange={(values) => onChange(values.join(';'))}
        aria-label={property.label}
        error={error}
        disabled={isBusy}
      >
        <div className="lumo-choices-list">
          {[...known]
            .filter(([, label]) => label.toLowerCase().includes(words))
            .map(([value, label]) => (
              <Checkbox key={value} value={value} label={label === '' ? value : label} size="xs" />
            ))}
        </div>
      </Checkbox.Group>
    </div>
  );
}
